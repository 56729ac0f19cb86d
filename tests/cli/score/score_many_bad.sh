for i in $(seq 30); do echo '{"x":1}'; done >in.jsonl
"$MODERATO" score in.jsonl
