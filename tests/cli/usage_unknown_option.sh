"$MODERATO" score --frobnicate
