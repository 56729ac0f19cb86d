"$MODERATO" scroe
