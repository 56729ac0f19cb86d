"$MODERATO" eval --attributes spam --output table "$CORPUS/spam.jsonl" | head -n 1
