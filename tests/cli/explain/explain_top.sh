"$MODERATO" explain --output table --top 3 --attributes insult you are a complete idiot | grep -c "^ *[+-][0-9]"
"$MODERATO" explain --top 3 --attributes insult you are a complete idiot | grep -o '"feature"' | wc -l
