# Only the attributes that are named get one.
"$MODERATO" train -q -o one.bundle --second insult --attributes toxicity,insult --bits 14 --folds 2 --cost 1 "$CORPUS/abuse.jsonl" "$CORPUS/benign.jsonl" >one.json
for attribute in toxicity insult; do
	"$MODERATO" explain --bundle one.bundle --output table --top 0 --attributes $attribute -- "you are a complete idiot" | grep -c "second stage: "
done
"$MODERATO" train -q -o none.bundle --second insult,spm --bits 14 "$CORPUS/abuse.jsonl"
