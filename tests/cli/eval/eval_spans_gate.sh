echo '{"text":"you idiot","spans":[[4,9]],"labels":{"spam":0}}' >marked.jsonl
"$MODERATO" eval --gate 'toxicity:span_f1>=0.6' marked.jsonl >/dev/null && echo met
"$MODERATO" eval --gate 'spam:span_f1>=0.6' marked.jsonl >/dev/null
