"$MODERATO" eval -j 1 "$CORPUS/spam.jsonl" >a
"$MODERATO" eval -j 3 "$CORPUS/spam.jsonl" >b
cmp a b
