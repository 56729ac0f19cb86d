"$MODERATO" features "$CORPUS/sample-thread.jsonl" | awk '{ last = 0; for (i = 2; i <= NF; i++) { split($i, p, ":"); if (p[1] + 0 <= last) print "not rising"; last = p[1] + 0 } } END { print NR }'
