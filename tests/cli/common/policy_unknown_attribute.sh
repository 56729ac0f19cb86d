printf 'version: 1\nrules:\n  - name: x\n    when: {kindness: "> 0.5"}\n    action: hold\n' >policy.yaml
printf 'a\nb\n' | "$MODERATO" score --policy policy.yaml 2>text
code=$?
wc -l <text
exit $code
