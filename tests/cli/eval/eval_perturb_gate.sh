# A gate on disguises holds for the worst of them.
"$MODERATO" eval --perturb case,spaced --gate 'spam:auc_loss<=0.5,spam:recall_kept>=1.1' "$CORPUS/spam.jsonl" 2>text >/dev/null
code=$?
sed "s/is [0-9.]* for [a-z]*/is N for X/" text
exit $code
