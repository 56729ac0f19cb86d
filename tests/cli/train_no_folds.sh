# Without folds: no figures, the card says that nothing is calibrated, and the head ranks all the same.
awk 'NR % 2' "$CORPUS/spam.jsonl" >rows.jsonl
awk 'NR % 2 == 0' "$CORPUS/spam.jsonl" >held.jsonl
"$MODERATO" train -q --card c.md -o x.bundle --attributes spam --folds 1 --cost 1 rows.jsonl
grep -c -i 'not calibrated\|uncalibrated' c.md | sed 's/^[1-9].*/said/'
"$MODERATO" eval -q --bundle x.bundle --output jsonl held.jsonl | jq 'select(.slice == "all").auc > 0.8'
"$MODERATO" train -q -o y.bundle --attributes spam --folds 1 --cost 1,2 rows.jsonl
