"$MODERATO" train --evaluate kfold:3 --share 0.2 "$CORPUS/spam.jsonl"
