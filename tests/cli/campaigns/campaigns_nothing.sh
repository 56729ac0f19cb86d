"$MODERATO" campaigns --output table "$CORPUS/sample-thread.jsonl"
: | "$MODERATO" campaigns
