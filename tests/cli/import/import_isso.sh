# Isso: threads to import, and what its API gives.
cd "$SEEDS/json_records" && "$MODERATO" import isso-threads.json isso-replies.json
echo "-- the latest of all threads"
"$MODERATO" import isso-latest.json
