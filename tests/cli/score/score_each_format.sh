# Each file is sniffed by itself.
"$MODERATO" score -q --output scores "$CORPUS/sample-thread.jsonl" "$CORPUS/sample-page.txt" "$CORPUS/sample-comments.csv" | wc -l
