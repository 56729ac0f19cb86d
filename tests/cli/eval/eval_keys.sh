"$MODERATO" eval --attributes spam "$CORPUS/spam.jsonl" | head -n 1 | sed 's/:[0-9.e-]*\([,}]\)/:N\1/g'
