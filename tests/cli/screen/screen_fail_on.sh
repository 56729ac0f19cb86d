# 1 when the decision is that or higher.
printf 'version: 1\nrules:\n  - name: h\n    phrases: [hold me]\n    action: hold\n  - name: r\n    phrases: [reject me]\n    action: reject\n' >p
for text in "fine" "hold me" "reject me"; do
	for level in hold reject; do
		"$MODERATO" screen --policy p --fail-on $level "$text" >/dev/null
		echo "$text: --fail-on $level: $?"
	done
done
