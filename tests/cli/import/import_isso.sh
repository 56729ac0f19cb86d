# Isso: threads to import, and what its API gives.
cd "$SEEDS/json_records" && "$MODERATO" import isso-threads.json isso-replies.json
