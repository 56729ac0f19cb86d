"$MODERATO" perturb --with text "$CORPUS/spam.jsonl"
