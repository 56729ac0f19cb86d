# Coral: its collection, and an answer of its API.
cd "$SEEDS/tree" && "$MODERATO" import coral-collection.jsonl coral-answer.json
