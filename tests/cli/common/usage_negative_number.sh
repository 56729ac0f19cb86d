"$MODERATO" explain --top -1 text
