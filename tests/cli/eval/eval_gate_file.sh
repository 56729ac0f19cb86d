printf "# gates\nspam:auc>=0.5\n\nspam:f1 > 2 # never\n" >gates
"$MODERATO" eval --gate gates "$CORPUS/spam.jsonl" 2>text >/dev/null
code=$?
sed "s/is [0-9.]*/is N/" text
exit $code
