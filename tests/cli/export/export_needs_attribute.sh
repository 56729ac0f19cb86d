"$MODERATO" export
