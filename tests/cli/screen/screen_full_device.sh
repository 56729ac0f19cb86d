"$MODERATO" screen hello >/dev/full
