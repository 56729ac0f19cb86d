"$MODERATO" eval --gate "spam:auc>=0.5,spam:auc>=2" "$CORPUS/spam.jsonl" 2>text >/dev/null
code=$?
sed "s/is [0-9.]*/is N/" text
exit $code
