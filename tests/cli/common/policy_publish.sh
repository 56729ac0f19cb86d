# A rule that publishes undoes others and is the reason; `always` is for those that it must not undo.
printf '%s\n' 'version: 1' 'rules:' \
	'  - {name: everything, action: reject, when: {words: ">= 0"}}' \
	'  - {name: house list, action: hold, phrases: [casino], always: true}' \
	'  - {name: editors, action: publish, emails: ["@paper.example"], addresses: [192.0.2.0/24], message: Our own.}' \
	>policy.yaml
printf '{"text":"%s","author_email":"%s","ip":"%s"}\n' \
	'hello' 'Ann@Paper.example' '192.0.2.9' \
	'hello' 'Ann@Paper.example' '198.51.100.9' \
	'a c4s1n0' 'Ann@Paper.example' '192.0.2.9' |
	"$MODERATO" score --quiet --policy policy.yaml --output jsonl | jq -c '[.decision, .reasons]'
"$MODERATO" screen --json --policy policy.yaml --output table <<'END' | sed -n '1,/^$/p; /^Reasons/,/^$/p'
{"text":"hello","author_email":"ann@paper.example","ip":"192.0.2.1"}
END
