# Staticman's entries, and two that have no text.
cd "$SEEDS/json_records" && "$MODERATO" import staticman-entries.jsonl
echo "-- other names"
"$MODERATO" import staticman-body.json
