cat >policy.yaml <<'YAML'
version: 1
rules:
  - name: spam words
    phrases: [buy followers]
    action: reject
  - name: rude words
    phrases: [gronk]
    action: reject
  - name: unsure words
    phrases: [perhaps]
    action: hold
YAML
said() { # text, state
	printf '<wp:comment>\n<wp:comment_content><![CDATA[%s]]></wp:comment_content>\n%s\n</wp:comment>\n' "$1" \
		"$2"
}
state() {
	printf '<wp:comment_approved>%s</wp:comment_approved>' "$1"
}
{
	printf '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>\n<item><title>A &amp; B</title>\n'
	said 'Good news.' "$(state 0)"
	said 'Buy followers now' "$(state '<![CDATA[1]]>')"
	said 'A gronk wrote this' "$(state 1)"
	said 'Perhaps' ''
	printf '<wp:comment><broken>\n'
	said 'After what is broken' "$(state 'spam')"
	printf '</item></channel></rss>\n'
} >export.xml
"$MODERATO" score --policy policy.yaml --output wxr --redecide -j 1 export.xml >one.xml
"$MODERATO" score --policy policy.yaml --output wxr --redecide -j 4 -q <export.xml >four.xml
cmp one.xml four.xml
"$MODERATO" score --policy policy.yaml --output wxr --redecide -q -o out.xml export.xml
cmp one.xml out.xml
diff export.xml one.xml || true
