"$MODERATO" explain --attributes all hello there | grep -o '"attribute":"[a-z_]*"'
