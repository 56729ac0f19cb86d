"$MODERATO" eval --attributes spam --perturb join --output table "$CORPUS/spam.jsonl" | sed 's/[0-9][0-9.]*/N/g; s/[-+]N/ N/g; s/  */ /g'
