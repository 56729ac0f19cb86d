"$MODERATO" perturb --family leet,mast "$CORPUS/spam.jsonl"
