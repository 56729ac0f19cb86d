# What a person decided on stays, and so does what the export does not say or says in unknown words:
# only comments that wait are decided on, unless all are asked for.
cat >policy.yaml <<'YAML'
version: 1
rules:
  - name: spam words
    phrases: [buy followers]
    action: reject
YAML
said() { # text, state
	printf '<wp:comment><wp:comment_content>%s</wp:comment_content>%s</wp:comment>\n' "$1" "$2"
}
{
	printf '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>\n'
	for state in 0 hold 1 approved spam trash post-trashed maybe ''; do
		said 'Buy followers' "<wp:comment_approved>$state</wp:comment_approved>"
		said 'Good news' "<wp:comment_approved><![CDATA[$state]]></wp:comment_approved>"
	done
	said 'Buy followers' ''
	said 'Buy followers' '<wp:comment_approved>0</wp:comment_approved><wp:comment_type>note</wp:comment_type>'
	printf '</item></channel></rss>\n'
} >export.xml
"$MODERATO" score --policy policy.yaml --output wxr export.xml >one.xml
diff export.xml one.xml
echo "-- a second time nothing waits"
"$MODERATO" score --policy policy.yaml --output wxr one.xml | cmp one.xml
echo "-- all"
"$MODERATO" score --policy policy.yaml --output wxr --redecide export.xml | grep -c '>spam<\|\[spam\]\|>1<\|\[1\]'
echo "-- one that was decided on, with a report"
printf '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>%s</item></channel></rss>\n' \
	"$(said 'Buy followers' '<wp:comment_approved>1</wp:comment_approved>')" >single.xml
"$MODERATO" score --policy policy.yaml --output wxr --report page.html single.xml | cmp single.xml
echo "-- a wrong use"
"$MODERATO" score --redecide export.xml
echo $?
