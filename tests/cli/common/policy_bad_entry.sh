# An entry that is none of its list's kind: its line, and what was expected.
printf 'version: 1\nrules:\n  - name: a\n    action: hold\n    addresses:\n      - 192.0.2.0/24\n      - 192.0.2.1/24\n' >policy.yaml
"$MODERATO" screen --policy policy.yaml hello
