# With no word changed nothing is lost.
"$MODERATO" eval --attributes toxicity --perturb all --share 0 "$CORPUS/abuse.jsonl" "$CORPUS/benign.jsonl" |
	grep '"slice":"perturbation"' | grep -o '"auc_loss":[^,]*,"recall_kept":[^,]*' | sort | uniq -c
