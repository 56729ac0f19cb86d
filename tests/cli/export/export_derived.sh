"$MODERATO" export --attributes severe_toxicity -o x.model
code=$?
ls
exit $code
