"$MODERATO" train -o x.bundle "$CORPUS/sample-thread.jsonl" </dev/null
code=$?
ls
exit $code
