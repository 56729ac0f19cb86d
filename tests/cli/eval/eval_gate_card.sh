# The bundle that a card is of meets it; one that was trained on other labels does not.
awk 'NR % 3 == 0' "$CORPUS/spam.jsonl" >held.jsonl
"$MODERATO" train -q -o a.bundle --attributes spam --bits 16 --folds 3 --cost 1 --test "$CORPUS/benign.jsonl" --test held.jsonl "$CORPUS/spam.jsonl" >/dev/null
"$MODERATO" eval --bundle a.bundle --gate a.card.json held.jsonl >/dev/null
echo "exit $?"
jq -c '.labels.spam |= 1 - .' "$CORPUS/spam.jsonl" >turned.jsonl
"$MODERATO" train -q -o b.bundle --attributes spam --bits 16 --folds 3 --cost 1 turned.jsonl >/dev/null
"$MODERATO" eval --bundle b.bundle --gate a.card.json held.jsonl 2>text >/dev/null
echo "exit $?"
sed 's/[01]\.[0-9]*/N/g' text
