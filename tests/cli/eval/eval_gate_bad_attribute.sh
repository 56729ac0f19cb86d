"$MODERATO" eval --gate "kindness:auc>1" "$CORPUS/spam.jsonl"
