"$MODERATO" explain hello there | wc -l
