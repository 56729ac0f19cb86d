printf 'key,body\n7,hello\n' >in.csv
"$MODERATO" score --columns text=nosuch in.csv 2>text
code=$?
grep -c nosuch text
exit $code
