"$MODERATO" campaigns --output table --least 5 "$CORPUS/sample-campaign.jsonl"
