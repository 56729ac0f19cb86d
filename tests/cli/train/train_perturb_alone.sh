"$MODERATO" train -o x.bundle --perturb leet "$CORPUS/spam.jsonl"
