"$MODERATO" score -q --output csv --attributes spam,insult "$CORPUS/sample-thread.jsonl" >out
head -n 1 out
wc -l <out
head -n 2 out | tail -n 1 | cut -d, -f1
