awk 'NR % 3 == 0' "$CORPUS/spam.jsonl" >held.jsonl
"$MODERATO" train -q -o a.bundle --attributes spam --bits 16 --folds 3 --cost 1 --test "$CORPUS/benign.jsonl" --test held.jsonl "$CORPUS/spam.jsonl" >/dev/null
"$MODERATO" eval --bundle a.bundle --gate a.card.json "$CORPUS/abuse.jsonl" 2>text >/dev/null
code=$?
sed "s,$CORPUS/,," text
exit $code
