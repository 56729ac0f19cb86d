"$MODERATO" score --policy
