"$MODERATO" score -q --output table "$CORPUS/sample-thread.jsonl" >out
head -n 1 out
wc -l <out
awk 'length($0) > 110' out
