# What is skipped is told once, and numbers stay right.
sed 's/.*"k03".*/no json/' "$CORPUS/sample-campaign.jsonl" >in.jsonl
"$MODERATO" campaigns --format jsonl in.jsonl "$CORPUS/sample-campaign.jsonl" missing.jsonl | jq -c '.size, .ids'
