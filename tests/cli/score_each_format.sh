# Each file is sniffed by itself.
"$MODERATO" score --output scores "$CORPUS/sample-thread.jsonl" "$CORPUS/sample-page.txt" "$CORPUS/sample-comments.csv" | wc -l
