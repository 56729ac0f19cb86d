# Hyvor Talk: lists of its APIs, a webhook; wrong types, broken and cut off.
cd "$SEEDS/json_records" && "$MODERATO" import hyvor-comments.json hyvor-cut.json
