"$MODERATO" score --output csv --with spans
