printf '{"moderato_card":1,"held_out":[{"file":"a","hash":"xyz","figures":[]}]}\n' >bad.json
"$MODERATO" eval --gate bad.json "$CORPUS/spam.jsonl"
