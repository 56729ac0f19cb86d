"$MODERATO" train -o x.bundle nosuch.jsonl
code=$?
ls
exit $code
