# "help CMD" and "CMD --help" say the same.
"$MODERATO" help score >a
"$MODERATO" score --help >b
cmp a b && sed -n 1p a
