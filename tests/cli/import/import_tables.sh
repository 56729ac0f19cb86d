# Tables as spreadsheets write them: other delimiters, a line sep=, line ends of old Macs.
printf '\357\273\277id;Kommentar;Autor\r\n1;"Sch\303\266n; wirklich";Ann\r\n2;"Zeile eins\r\nZeile zwei";Bob\r\n' >semicolon.csv
tail -c +4 semicolon.csv >plain.csv
{ printf 'sep=;\r\n' && cat plain.csv; } >sep.csv
{ printf '"sep=|"\n' && tr ';' '|' <plain.csv; } >bar.csv
tr ';' '\t' <plain.csv >tab.csv
tr ';' ',' <plain.csv >comma.csv
tr -d '\r' <plain.csv | tr '\n' '\r' >mac.csv
tr -d '\r' <plain.csv | sed 's/Kommentar/Gesagt/' >unknown.csv
for table in semicolon plain sep bar tab comma mac; do
	echo "== $table"
	"$MODERATO" import $table.csv
done
echo "== the same from a pipe, by the header"
for table in semicolon plain bar tab comma mac; do
	"$MODERATO" import <$table.csv >piped && "$MODERATO" import $table.csv | cmp - piped && echo same
done
echo "== unknown"
"$MODERATO" import unknown.csv
"$MODERATO" import --columns text=Gesagt unknown.csv
"$MODERATO" import --delimiter ';' --columns text=#2 unknown.csv
printf 'text\nno; tables, here\nand | here\n' | "$MODERATO" import --delimiter tab
"$MODERATO" import --delimiter ';;' plain.csv
"$MODERATO" import --delimiter '' plain.csv
echo '{"text": "x"}' | "$MODERATO" import --delimiter ';' --format jsonl
echo "== no header"
printf '2,Groupbuy site is insolvent\n1,"Give away: free idea, please make this"\n1,Bank: collections source released\n' >bare.csv
"$MODERATO" import --no-header --columns text=#2 bare.csv
"$MODERATO" import --no-header --columns text=#2,labels.spam=#1 <bare.csv
tr , ';' <bare.csv | "$MODERATO" import --no-header --columns text=#2
"$MODERATO" import --no-header --columns text=#3 bare.csv
"$MODERATO" import --no-header bare.csv
