# Each command says which outputs it has.
"$MODERATO" inspect --output csv
