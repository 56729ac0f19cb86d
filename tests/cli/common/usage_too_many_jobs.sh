"$MODERATO" score -j 65
