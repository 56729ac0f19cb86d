# Ghost: comments with replies; wrong types, broken and cut off.
cd "$SEEDS/json_records" && "$MODERATO" import ghost-comments.json ghost-cut.json
