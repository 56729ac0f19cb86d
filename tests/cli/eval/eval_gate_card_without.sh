printf '{"moderato_card":1,"figures":[]}\n' >old.card.json
"$MODERATO" eval --gate old.card.json "$CORPUS/spam.jsonl"
