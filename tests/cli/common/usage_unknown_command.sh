"$MODERATO" frobnicate
