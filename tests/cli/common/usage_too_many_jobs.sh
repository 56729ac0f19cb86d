"$MODERATO" score -j 513
