# Commento: the names stand behind the comments.
cd "$SEEDS/json_records" && "$MODERATO" import commento.json
