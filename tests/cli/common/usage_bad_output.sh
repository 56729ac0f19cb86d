"$MODERATO" score --output xml
