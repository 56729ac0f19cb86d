# Bytes that are not UTF-8 are read as windows-1252, which is said once; valid UTF-8 stays.
printf 'id,comment,author\n1,caf\351 au lait,Ann\n2,\223smart\224 quotes \226 dash,Bob\n3,ok,C\n4,\303\251t\303\251,\351\n5,"cut \342\202",D\n' >latin1.csv
"$MODERATO" import latin1.csv
"$MODERATO" import -q --charset iso-8859-2 latin1.csv | head -n 1
printf 'id;Gr\366\337e;text\n1;2;x\n' | "$MODERATO" import
printf 'id,text\n1,\303\251t\303\251\n' | "$MODERATO" import
# XML is read so, too, and what is read again counts once.
printf '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>' >wxr.xml
for text in 'caf\351' 'x \351 < y'; do
	printf "<wp:comment><wp:comment_content>$text</wp:comment_content></wp:comment>" >>wxr.xml
done
printf '</item></channel></rss>' >>wxr.xml
"$MODERATO" import wxr.xml
