# A policy's unknown key: its line, and what was expected.
printf 'version: 1\nrules:\n  - name: a\n    when: {toxicity: 0.5}\n    acton: hold\n' >policy.yaml
"$MODERATO" screen --policy policy.yaml hello
