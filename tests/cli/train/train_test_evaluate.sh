"$MODERATO" train --evaluate kfold:3 --test "$CORPUS/benign.jsonl" "$CORPUS/spam.jsonl"
