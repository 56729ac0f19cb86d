cp "$CORPUS/spam.jsonl" copy.jsonl
"$MODERATO" train -q -o a.bundle --test copy.jsonl "$CORPUS/spam.jsonl"
code=$?
ls
exit $code
