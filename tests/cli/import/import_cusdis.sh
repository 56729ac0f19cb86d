# Cusdis: answers to a page and to the owner, a webhook; wrong types, broken and cut off.
cd "$SEEDS/json_records" && "$MODERATO" import cusdis-comments.json cusdis-cut.json
echo "-- a page without comments"
"$MODERATO" import cusdis-empty.json
