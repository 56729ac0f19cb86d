# Isso: threads to import, and what its API gives.
cd "$SEEDS/tree" && "$MODERATO" import isso-threads.json isso-replies.json
