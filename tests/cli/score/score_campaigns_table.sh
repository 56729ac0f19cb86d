"$MODERATO" score --campaigns --output table "$CORPUS/sample-campaign.jsonl" | sed 's/^\(........\).....  /\1       /' | cut -c 35-
