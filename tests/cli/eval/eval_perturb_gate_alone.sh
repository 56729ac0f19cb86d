# What a gate lacks is told.
"$MODERATO" eval --attributes spam --gate 'spam:auc_loss<=1' "$CORPUS/spam.jsonl" >/dev/null
