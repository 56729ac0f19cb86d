# Links lead where a browser would go, and a rule that publishes trusts all of them or none.
printf '%s\n' 'version: 1' 'rules:' \
	'  - {name: bad host, action: reject, link_hosts: [evil.test]}' \
	'  - {name: links, action: hold, when: {links: "> 0"}}' \
	'  - {name: our own, action: publish, link_hosts: [ours.example]}' >policy.yaml
printf '%s\n' 'no link' \
	'see http://ours.example/a and https://www.ours.example.' \
	'see http://ours.example/a and http://elsewhere.test' \
	'see http://ours.example@evil.test/x' \
	'see [url=http://sub.EVIL.test]this[/url]' \
	'see <a href="http://ours.example&#64;evil&#46;test/">this</a>' \
	'see <a href="http://ours.example/a">this</a>' |
	"$MODERATO" score --quiet --format lines --policy policy.yaml --output jsonl |
	jq -c '[.decision, (.reasons[]? | .rule, .spans)]'
