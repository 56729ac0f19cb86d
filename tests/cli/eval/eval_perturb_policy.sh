# How many benign comments a policy holds: this one holds what is written in spaced letters.
printf '{"text":"a calm %s","labels":{"spam":0}}\n' word river harbour >in
printf '{"text":"buy it","labels":{"spam":1}}\n' >>in
printf 'version: 1\nrules:\n  - name: long\n    when: {words: "> 3"}\n    action: hold\n' >policy
"$MODERATO" eval --policy policy --attributes spam --perturb split,case --share 1 in | grep -o '"name":"[a-z]*".*\|"held_[a-z]*":[-0-9.]*' |
	grep -o '"name":"[^"]*"\|"held_.*'
