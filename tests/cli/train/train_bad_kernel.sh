"$MODERATO" train -o x.bundle --kernel square "$CORPUS/spam.jsonl"
code=$?
ls
exit $code
