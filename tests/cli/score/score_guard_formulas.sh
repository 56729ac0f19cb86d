# A spreadsheet finds no formula in what strangers wrote; numbers stay numbers.
cat >in.jsonl <<'END'
{"id":"=1+1","text":"=HYPERLINK(\"http://evil\",\"x\")"}
{"id":"-2","text":"@SUM(1)"}
{"id":"3","text":"\t=1"}
{"id":"\uff1d4","text":"a = b"}
END
for format in csv tsv; do
	"$MODERATO" score -q --output $format --attributes spam --with text,margins --guard-formulas in.jsonl >out
	sed -E 's/(publish|hold|reject)[^[:alpha:]"]*([[:alpha:]]*)/… \2/' out
done
"$MODERATO" score -q --output csv --with text in.jsonl | grep -c "^'"
"$MODERATO" score -q --guard-formulas in.jsonl
