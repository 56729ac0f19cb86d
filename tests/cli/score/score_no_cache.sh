"$MODERATO" score -q --no-cache "$CORPUS/spam.jsonl" >a
"$MODERATO" score -q --cache-words 64 "$CORPUS/spam.jsonl" >b
"$MODERATO" score -q "$CORPUS/spam.jsonl" >c
cmp a b && cmp a c
