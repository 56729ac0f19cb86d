{ echo '{"text":"Thank you."}'; for i in $(seq 30); do echo '{"x":1}'; done; } >in.jsonl
"$MODERATO" score --output table in.jsonl
