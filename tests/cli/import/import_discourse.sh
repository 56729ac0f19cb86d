# Discourse: a topic.
cd "$SEEDS/json_records" && "$MODERATO" import discourse-topic.json
