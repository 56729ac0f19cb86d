"$MODERATO" train --evaluate kfold:3 -o x.bundle "$CORPUS/spam.jsonl"
