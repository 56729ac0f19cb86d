# Ragged rows and a quote that is never closed: each with its line, the rows around them are kept.
printf 'id,text\n1,one\n2\n3,three,more\n4,four\n5,"open\n6,six\n' >in.csv
"$MODERATO" score --quiet --output jsonl in.csv | jq -r .id
