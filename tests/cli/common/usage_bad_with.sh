"$MODERATO" score --with text,colour
