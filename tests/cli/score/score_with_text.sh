"$MODERATO" score -q --with text "$CORPUS/sample-thread.jsonl" | grep -c '"text":"'
