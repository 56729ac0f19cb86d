"$MODERATO" export --attributes spam -o nosuch/x.model
