echo '{"text":"a"}' >a.jsonl
"$MODERATO" score --output wxr a.jsonl
cat a.jsonl | "$MODERATO" score --output wxr
"$MODERATO" score --output wxr a.jsonl a.jsonl
"$MODERATO" score --output wxr --shard 1/2 a.jsonl
"$MODERATO" score --output wxr --with text a.jsonl
