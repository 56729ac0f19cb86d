"$MODERATO" --help >/dev/full
