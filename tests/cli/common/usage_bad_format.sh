"$MODERATO" score --format xml
