"$MODERATO" --quiet score
