# Discourse: a topic, one post.
cd "$SEEDS/json_records" && "$MODERATO" import discourse-topic.json discourse-post.json
