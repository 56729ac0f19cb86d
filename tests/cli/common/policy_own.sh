printf 'version: 1\nrules:\n  - name: house list\n    phrases: [buy followers]\n    action: reject\n    message: No adverts.\n' >policy.yaml
"$MODERATO" screen --policy policy.yaml 'Please BUY  FOLL0WERS now' | grep -o '"decision.*"reject"\|"rule":"house list"\|"spans":.*]]'
