# What pushes up and what pushes down, as the author wrote it: an entity, leet, a zero-width space.
"$MODERATO" explain --attributes insult --output table --top 1 "You &#105;d1o​t, thank you for the article" >out
grep -o -e '^Pushes .*' -e '4-17 .*' out | sed 's/[0-9]\.[0-9]*/N/'
awk '/^Pushes down/ { down = 1; next } !NF { down = 0 } down && $2 ~ /^-/ { n++ } END { print (n > 0) ? "some" : "none" }' out
"$MODERATO" explain --attributes insult --top 1 "You idiot, thank you for the article" |
	jq -c '[.spans[0], (.spans | length) == (.span_shares | length), (.down_spans | length) == (.down_shares | length), all(.span_shares[]; . > 0), all(.down_shares[]; . < 0)]'
