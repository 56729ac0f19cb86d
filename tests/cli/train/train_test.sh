# The card has what the finished bundle does on files that it was not trained on.
awk 'NR % 3 == 0' "$CORPUS/spam.jsonl" >held.jsonl
"$MODERATO" train -q -o a.bundle --attributes spam --bits 16 --folds 3 --cost 1 --test "$CORPUS/benign.jsonl" --test held.jsonl "$CORPUS/spam.jsonl" >/dev/null
sed -n '/also trained on |$/,/^### /p' a.card.md | sed 's/[0-9a-f]\{16\}/HASH/; s/[0-9][0-9.]*/N/g'
grep -c '^| held.jsonl | spam | 0[0-9.]* | [a-z]* *| [0-9.]* % | [0-9.]* % |' a.card.md
"$MODERATO" inspect --bundle a.bundle --card | cmp - a.card.md
grep -o -- '--test held.jsonl' a.card.md
