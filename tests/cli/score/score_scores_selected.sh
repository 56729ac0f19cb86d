"$MODERATO" score --output scores --attributes spam,threat "$CORPUS/sample-thread.jsonl" | awk -F"\t" '{ n[NF]++ } END { for (k in n) print k, n[k] }'
