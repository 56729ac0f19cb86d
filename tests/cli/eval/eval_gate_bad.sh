"$MODERATO" eval --gate "spam:beauty>1" "$CORPUS/spam.jsonl"
