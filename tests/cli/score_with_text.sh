"$MODERATO" score --with text "$CORPUS/sample-thread.jsonl" | grep -c '"text":"'
