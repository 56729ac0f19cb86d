# Only the sources that are named are held out, the others are trained on.
"$MODERATO" train -q --evaluate kfold:2 --hold-out corpus-spam --folds 2 --cost 1 --bits 14 --attributes spam --output jsonl "$CORPUS/spam.jsonl" "$CORPUS/benign.jsonl" | jq -c '[.slice, .name, .n]'
"$MODERATO" train -q --evaluate kfold:2 --hold-out corpus-sapm --attributes spam "$CORPUS/spam.jsonl"; echo $?
"$MODERATO" train -q -o a.bundle --hold-out corpus-spam "$CORPUS/spam.jsonl"; echo $?
"$MODERATO" train -q -o a.bundle --solver liblinear "$CORPUS/spam.jsonl"; echo $?
