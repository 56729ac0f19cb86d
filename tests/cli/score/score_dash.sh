"$MODERATO" score -q --output scores "$CORPUS/sample-thread.jsonl" - <"$CORPUS/sample-thread.jsonl" | wc -l
