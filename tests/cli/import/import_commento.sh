# Commento: the names stand behind the comments.
cd "$SEEDS/tree" && "$MODERATO" import commento.json
