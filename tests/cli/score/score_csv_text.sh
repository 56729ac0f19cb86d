# Text is quoted so that it reads back.
printf '{"id":"a,1","text":"say \\"hi\\",\\nnow"}\n' | "$MODERATO" score -q --output csv --attributes spam --with text,margins >out
head -n 1 out
sed -n '2s/,\(publish\|hold\|reject\),[^"]*\(,"say\)/,…\2/p;3p' out
