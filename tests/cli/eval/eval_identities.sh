"$MODERATO" eval --attributes toxicity --output table --identities "$CORPUS/identities.txt" "$CORPUS/benign.jsonl" | grep -c "^Worst identity: toxicity"
