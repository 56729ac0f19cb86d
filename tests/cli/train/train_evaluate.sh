"$MODERATO" train -q --evaluate kfold:3 --attributes spam --cost 1 --output csv "$CORPUS/spam.jsonl" | cut -d, -f1-5 | head -n 2
ls
