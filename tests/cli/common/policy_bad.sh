printf 'version: 1\nrules:\n  - name: x\n    colour: red\n' >policy.yaml
"$MODERATO" screen --policy policy.yaml hello 2>text
code=$?
grep -c '^moderato: policy.yaml:' text
exit $code
