# With --base, what is not trained is the base's, to the bit; also in the order of a bundle.
head -n 300 "$CORPUS/spam.jsonl" > few.jsonl
"$MODERATO" train -q -o base.bundle --bits 16 --folds 2 --cost 0.1 "$CORPUS/abuse.jsonl" "$CORPUS/spam.jsonl" > /dev/null
"$MODERATO" train -q -o on.bundle --base base.bundle --attributes spam --folds 2 --cost 0.1 few.jsonl > /dev/null
for b in base on; do
	"$MODERATO" score -q --bundle $b.bundle --output jsonl --with margins "$CORPUS/posts.jsonl" "$CORPUS/abuse.jsonl" > $b.jsonl
	jq -c 'del(.scores.spam, .margins.spam, .reasons, .decision)' $b.jsonl > $b.others
	jq -c '.margins.spam' $b.jsonl > $b.spam
	"$MODERATO" inspect --bundle $b.bundle | jq -c '[.attributes[].name]'
done
cmp base.others on.others && echo the same
cmp -s base.spam on.spam || echo spam is another
grep 'taken over' on.card.md
jq -c '[.heads[] | [.attribute, .n != null, .from_base]], [.known[] | [.attribute, .n > 0, .change]]' on.card.json
