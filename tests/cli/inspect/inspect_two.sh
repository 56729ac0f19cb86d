"$MODERATO" inspect a b
