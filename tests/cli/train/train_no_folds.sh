# Nothing held out: no figures, and the card and the bundle say that scores are not calibrated.
"$MODERATO" train -q -j 2 -o a.bundle --attributes spam --folds 1 --cost 1 "$CORPUS/spam.jsonl"
sed -n '/^## Figures/,/^## Training/p' a.card.md
"$MODERATO" inspect --bundle a.bundle --output table | grep -o 'not calibrated'
"$MODERATO" train -q -j 1 -o b.bundle --attributes spam --folds 1 --cost 1 "$CORPUS/spam.jsonl"
cmp a.bundle b.bundle
