"$MODERATO" train -o x.bundle --chars 5-2 "$CORPUS/spam.jsonl"
