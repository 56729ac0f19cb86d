"$MODERATO" features --attributes spam "$CORPUS/spam.jsonl" | cut -d" " -f1 | sort | uniq -c | tr -s " "
echo hello | "$MODERATO" features | cut -d" " -f1
