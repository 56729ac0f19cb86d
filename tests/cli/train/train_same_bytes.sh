# The same corpora and seed give the same bundle and card, on any number of jobs.
"$MODERATO" train -q -o a.bundle --attributes spam --folds 3 --cost 1 -j 1 "$CORPUS/spam.jsonl" >a.json
"$MODERATO" train -q -o b.bundle --attributes spam --folds 3 --cost 1 -j 2 "$CORPUS/spam.jsonl" >b.json
cmp a.bundle b.bundle && cmp a.card.md b.card.md && cmp a.card.json b.card.json && cmp a.json b.json
ls
grep -o '^{"attribute":"spam","slice":"all","name":"","n":[0-9]*,"n_positive":[0-9]*,"auc":' a.json
"$MODERATO" screen --bundle a.bundle --output scores hello | wc -l
