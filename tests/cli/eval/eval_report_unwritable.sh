"$MODERATO" eval --report none/a.html "$CORPUS/spam.jsonl" >/dev/null 2>text
code=$?
sed 's/\.html[^:]*:/.html:/' text
exit $code
