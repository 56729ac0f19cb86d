"$MODERATO" score -z
