"$MODERATO" train "$CORPUS/spam.jsonl"
