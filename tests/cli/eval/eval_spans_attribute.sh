# --spans says what the spans are about; without it they are about toxicity.
echo '{"text":"you idiot","spans":[[4,9]]}' >marked.jsonl
"$MODERATO" eval --spans insult marked.jsonl | grep -o '"attribute":"[a-z]*".*"n_spans":[0-9]*' | cut -d, -f1
"$MODERATO" eval marked.jsonl | grep -o '"attribute":"[a-z]*".*"n_spans":[0-9]*' | cut -d, -f1
