# Discourse: a topic.
cd "$SEEDS/tree" && "$MODERATO" import discourse-topic.json
