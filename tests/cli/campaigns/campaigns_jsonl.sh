"$MODERATO" campaigns --quiet --members 1 <"$CORPUS/sample-campaign.jsonl"
