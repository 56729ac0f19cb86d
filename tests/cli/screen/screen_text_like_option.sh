"$MODERATO" screen --output scores -- --not-an-option | wc -l
