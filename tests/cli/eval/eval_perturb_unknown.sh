"$MODERATO" eval --perturb masks "$CORPUS/spam.jsonl"
