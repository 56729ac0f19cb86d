"$MODERATO" score --cache-words 3
