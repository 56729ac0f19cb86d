"$MODERATO" campaigns --least 1 "$CORPUS/sample-campaign.jsonl"
