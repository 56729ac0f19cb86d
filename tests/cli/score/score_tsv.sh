"$MODERATO" score -q --output tsv --attributes spam "$CORPUS/sample-thread.jsonl" | head -n 1 | tr "\t" "|"
