# The bundle records what was asked for, less what cannot change it.
"$MODERATO" train -q -j 2 --card c.md -o a.bundle --attributes spam --folds 3 --cost 1 --seed 4 \
	--weight 'my own=2' --source 'my own' "$CORPUS/spam.jsonl" >/dev/null
"$MODERATO" inspect --bundle a.bundle --output table | grep '^command' |
	sed "s|[^ ]*/spam.jsonl|FILE|;s/  */ /g"
ls
