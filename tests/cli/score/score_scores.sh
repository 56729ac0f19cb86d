# Seven attributes, tab-separated, nothing else.
"$MODERATO" score --output scores "$CORPUS/sample-thread.jsonl" | awk -F"\t" '{ n[NF]++ } END { for (k in n) print k, n[k] }'
