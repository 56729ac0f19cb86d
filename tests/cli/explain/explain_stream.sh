"$MODERATO" explain --stream --attributes spam "$CORPUS/sample-thread.jsonl" | grep -o '^{"id":"[a-z0-9]*","attribute":"spam"' | wc -l
