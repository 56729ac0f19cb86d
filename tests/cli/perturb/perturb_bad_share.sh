"$MODERATO" perturb --share 1.5 "$CORPUS/spam.jsonl"
