# A few comments and a bundle that knows the subject beat the few comments alone; same bytes for any -j.
awk 'NR % 12 == 1' "$CORPUS/news.jsonl" >few.jsonl
awk 'NR % 12 == 7' "$CORPUS/news.jsonl" >held.jsonl
"$MODERATO" train -q -o base.bundle --attributes insult --folds 2 --cost 0.1 "$CORPUS/posts.jsonl" "$CORPUS/identity.jsonl" >/dev/null
"$MODERATO" train -q -o alone.bundle --attributes insult --folds 2 --cost 0.1 few.jsonl >/dev/null
for jobs in 1 2; do
	"$MODERATO" train -q -j $jobs -o on.bundle --base base.bundle --attributes insult --folds 2 --cost 0.1 few.jsonl >/dev/null
	cksum <on.bundle >sum.$jobs
done
cmp sum.1 sum.2
auc() { "$MODERATO" eval -q --bundle "$1" --output jsonl held.jsonl | jq 'select(.slice == "all").auc'; }
jq -n "$(auc on.bundle) > $(auc alone.bundle) + 0.015"
"$MODERATO" inspect --bundle on.bundle --output jsonl | jq -c '[.attributes[].name]'
