# An array of comments, with mistakes.
cd "$SEEDS/tree" && "$MODERATO" import own-array.json
