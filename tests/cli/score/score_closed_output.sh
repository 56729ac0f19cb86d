"$MODERATO" score "$CORPUS/sample-thread.jsonl" >&-
