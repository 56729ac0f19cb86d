# The others are read, and the exit code tells.
"$MODERATO" score --output scores nosuch.jsonl "$CORPUS/sample-thread.jsonl" >out
code=$?
wc -l <out
exit $code
