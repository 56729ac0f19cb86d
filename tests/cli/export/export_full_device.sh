"$MODERATO" export --attributes spam -o /dev/full
