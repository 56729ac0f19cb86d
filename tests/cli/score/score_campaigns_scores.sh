"$MODERATO" score --campaigns --output scores "$CORPUS/sample-campaign.jsonl"
