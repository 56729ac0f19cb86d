# Coral: its collection, and an answer of its API.
cd "$SEEDS/json_records" && "$MODERATO" import coral-collection.jsonl coral-answer.json
echo "-- a question of a page"
"$MODERATO" import coral-graphql.json
