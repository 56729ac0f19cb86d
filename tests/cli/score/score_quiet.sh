printf '{"text":"a"}\n{"x":1}\n' >in.jsonl
"$MODERATO" score -q --output scores in.jsonl | wc -l
