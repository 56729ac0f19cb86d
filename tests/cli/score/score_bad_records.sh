printf '{"text":"a"}\n{"x":1}\n{"text":"b\n{"text":"c"}\n' >in.jsonl
"$MODERATO" score in.jsonl | wc -l
