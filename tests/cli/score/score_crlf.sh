printf '{"text":"a"}\r\n{"text":"b"}\r\n' | "$MODERATO" score -q --output scores | wc -l
printf 'hello there\r\nyou fool\r\n' >lf.txt
tr -d '\r' <lf.txt | "$MODERATO" score -q --output scores >a
"$MODERATO" score -q --output scores <lf.txt >b
cmp a b
