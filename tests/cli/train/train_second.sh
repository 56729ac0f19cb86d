# A second stage is the same for any -j, and so are its scores.
for jobs in 1 2; do
	"$MODERATO" train -q -j $jobs -o $jobs.bundle --second all --attributes toxicity,insult --bits 14 --folds 2 --cost 1 "$CORPUS/abuse.jsonl" "$CORPUS/benign.jsonl" >$jobs.json
	"$MODERATO" score -q -j $jobs --bundle $jobs.bundle --output jsonl --with margins "$CORPUS/benign.jsonl" >$jobs.scores
done
cmp 1.bundle 2.bundle && cmp 1.json 2.json && cmp 1.scores 2.scores && wc -l <1.scores
# It judges: the margin is not the first stage's.
"$MODERATO" train -q -o first.bundle --attributes toxicity,insult --bits 14 --folds 2 --cost 1 "$CORPUS/abuse.jsonl" "$CORPUS/benign.jsonl" >/dev/null
"$MODERATO" score -q --bundle first.bundle --output jsonl --with margins "$CORPUS/benign.jsonl" | cmp -s - 1.scores || echo other
# The shares and the bias sum to the margin, of quoted and disguised words too.
for text in "you are a complete idiot" "not an idiot" 'he wrote "you utter idiot". Why?' "id10t http://x.example" ""; do
	"$MODERATO" explain --bundle 1.bundle --output table --top 0 --attributes insult -- "$text" >out
	grep -q 'second stage: ' out || echo "no second stage: $text"
	awk '/bias$/ { sum += $1; next } /sum: the margin$/ { d = $1 - sum; print (d < 0.0009 && d > -0.0009) ? "same" : sum " " $1; next } $1 ~ /^[+-][0-9]/ { sum += $1 }' out
done
