# The campaign stands behind the verdict and before the text; the input cannot make one up.
sed 's/"k10",/"k10", "campaign": {"id": "1", "size": 9}, "mood": 1,/' "$CORPUS/sample-campaign.jsonl" >in.jsonl
"$MODERATO" score -q --campaigns --with text,margins,spans in.jsonl |
	jq -c '[keys_unsorted, .id, .campaign]' | sed 's/"author.*"created"//'
"$MODERATO" score -q in.jsonl | grep -c '"campaign":'
