"$MODERATO" score --no-cache "$CORPUS/spam.jsonl" >a
"$MODERATO" score --cache-words 64 "$CORPUS/spam.jsonl" >b
"$MODERATO" score "$CORPUS/spam.jsonl" >c
cmp a b && cmp a c
