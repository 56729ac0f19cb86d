"$MODERATO" score --atributes spam
