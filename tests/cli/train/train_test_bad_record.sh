printf '{"text":"a","labels":{"spam":1}}\n{"text"\n' >held.jsonl
"$MODERATO" train -q -o a.bundle --test held.jsonl "$CORPUS/spam.jsonl"
