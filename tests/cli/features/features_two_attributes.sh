"$MODERATO" features --attributes spam,threat </dev/null
