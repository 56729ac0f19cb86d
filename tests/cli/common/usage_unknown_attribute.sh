"$MODERATO" score --attributes spam,kindness
