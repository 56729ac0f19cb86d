"$MODERATO" help nosuch
