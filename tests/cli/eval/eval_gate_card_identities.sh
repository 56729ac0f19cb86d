awk 'NR % 3 == 0' "$CORPUS/spam.jsonl" >held.jsonl
"$MODERATO" train -q -o a.bundle --attributes toxicity --bits 16 --folds 3 --cost 1 --test "$CORPUS/benign.jsonl" --test-identities "$CORPUS/identities.txt" "$CORPUS/abuse.jsonl" >/dev/null
"$MODERATO" eval --bundle a.bundle --gate a.card.json "$CORPUS/benign.jsonl" >/dev/null
