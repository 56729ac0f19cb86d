"$MODERATO" train -q --evaluate kfold:3 --attributes spam --cost 1 --perturb leet,mask --perturb-rows 50 --output csv "$CORPUS/spam.jsonl" |
	grep -v fold | cut -d, -f1-5 | sed 's/,[0-9]*$/,N/'
