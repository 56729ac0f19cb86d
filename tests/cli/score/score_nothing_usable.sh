printf '{"x":1}\n' >in.jsonl
"$MODERATO" score in.jsonl
