# A row for each family after the others.
"$MODERATO" eval --attributes spam --perturb mask,leet --output csv "$CORPUS/spam.jsonl" | cut -d, -f1-5
"$MODERATO" eval --attributes spam --perturb case "$CORPUS/spam.jsonl" | tail -n 1 | sed 's/:[0-9.e-]*\([,}]\)/:N\1/g'
