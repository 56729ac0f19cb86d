: >empty
"$MODERATO" score empty "$CORPUS/sample-thread.jsonl" | wc -l
