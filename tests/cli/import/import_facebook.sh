# Facebook's and Instagram's downloads, whose UTF-8 is spelt as Latin-1; wrong types, cut off.
cd "$SEEDS/json_records" && "$MODERATO" import facebook-comments.json facebook-instagram.json facebook-cut.json
echo "-- in German, and the Graph API"
"$MODERATO" import facebook-instagram-german.json facebook-graph.json
