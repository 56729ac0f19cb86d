# The shares and the bias sum to the margin.
"$MODERATO" explain --output table --top 0 --attributes insult you are a complete idiot >out
awk '/bias$/ { sum += $1; next } /sum: the margin$/ { d = $1 - sum; print (d < 0.0005 && d > -0.0005) ? "same" : sum " " $1; next } $1 ~ /^[+-][0-9]/ { sum += $1 }' out
