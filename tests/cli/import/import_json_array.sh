# Comments in a document: an array with mistakes, and objects over several lines.
cd "$SEEDS/json_records" && "$MODERATO" import own-array.json own-pretty.json
