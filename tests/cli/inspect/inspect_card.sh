"$MODERATO" inspect --card | head -n 1
