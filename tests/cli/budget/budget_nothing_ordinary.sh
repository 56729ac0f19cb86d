# Where every comment has a label of 1, or there is none, no budget can be kept.
grep '"toxicity": 1' "$CORPUS/abuse.jsonl" >toxic.jsonl
"$MODERATO" budget -q toxic.jsonl
echo $?
"$MODERATO" budget -q /dev/null
echo $?
"$MODERATO" budget -q --policy missing.yaml "$CORPUS/benign.jsonl"
echo $?
