printf '{"text":"a"}\r\n{"text":"b"}\r\n' | "$MODERATO" score --output scores | wc -l
printf 'hello there\r\nyou fool\r\n' >lf.txt
tr -d '\r' <lf.txt | "$MODERATO" score --output scores >a
"$MODERATO" score --output scores <lf.txt >b
cmp a b
