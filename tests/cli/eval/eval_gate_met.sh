"$MODERATO" eval --gate "spam:auc>=0.5, spam:ece<1" "$CORPUS/spam.jsonl" >/dev/null
