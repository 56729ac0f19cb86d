"$MODERATO" eval --attributes spam --output csv "$CORPUS/spam.jsonl" | cut -d, -f1-5
