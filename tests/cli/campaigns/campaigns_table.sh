"$MODERATO" campaigns --output table "$CORPUS/sample-campaign.jsonl"
