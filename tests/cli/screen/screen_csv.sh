"$MODERATO" screen --output csv --attributes spam hello | head -n 1
