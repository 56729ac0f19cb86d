"$MODERATO" train -o x.bundle --attributes spam --folds 1 --cost 0.1,1 "$CORPUS/spam.jsonl"
code=$?
ls
exit $code
