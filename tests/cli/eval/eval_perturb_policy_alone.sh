"$MODERATO" eval --policy x "$CORPUS/spam.jsonl"
