# From a site's history to a bundle tuned to it: the base has seen little spam.
head -n 60 "$CORPUS/spam.jsonl" > little.jsonl
"$MODERATO" train -q -o base.bundle --bits 16 --folds 2 --cost 0.1 "$CORPUS/abuse.jsonl" "$CORPUS/posts.jsonl" little.jsonl > /dev/null
jq -c 'select(.labels.spam != null) | {id, text, group: (.group // .id), state: (if .labels.spam == 1 then "spam" else "published" end)}' \
	"$CORPUS/spam.jsonl" | tail -n +61 > site.jsonl
for jobs in 1 2; do
	"$MODERATO" tune -j $jobs -o site$jobs.bundle --bundle base.bundle --attributes spam site.jsonl > figures$jobs 2> found$jobs; echo $?
done
cat found1
cmp site1.bundle site2.bundle && cmp figures1 figures2 && cmp site1.card.md site2.card.md && cmp site1.card.json site2.card.json && echo the same
jq -c '[.attribute, .head, .auc > .base_auc + 0.02]' figures1
for b in base site1; do "$MODERATO" inspect --bundle $b.bundle | jq -c '[.attributes[].name]'; done
grep -A3 'Tuned to a site' site1.card.md
jq -c '.tuned | [.held_out, .attributes[0].attribute, .attributes[0].n, .attributes[0].outcome, .attributes[0].auc > .attributes[0].base_auc_low]' site1.card.json
echo "-- uses"
"$MODERATO" tune site.jsonl; echo $?
"$MODERATO" tune -o x.bundle --bundle base.bundle --hold-out 1 site.jsonl; echo $?
"$MODERATO" tune -q -o x.bundle --bundle base.bundle --attributes insult site.jsonl; echo $?
head -n 30 site.jsonl | "$MODERATO" tune -q -o x.bundle --bundle base.bundle; echo $?
"$MODERATO" tune -q -o x.bundle --bundle base.bundle missing.jsonl; echo $?
ls x.*
