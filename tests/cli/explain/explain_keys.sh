"$MODERATO" explain --attributes insult --id 7 --top 0 you idiot | grep -o '"[a-z]*":' | awk '!seen[$0]++'
