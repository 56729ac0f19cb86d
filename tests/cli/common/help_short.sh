"$MODERATO" -h | head -n 1
