# JSON that is no object, lacks its text, or has a wrong type.
printf '%s\n' '[1]' '"text"' '{"id":"a"}' '{"text":5}' '{"text":"x","labels":[]}' \
	'{"text":"x","labels":{"spam":2}}' '{"text":"x","author":7}' '{"text":"x"' 'nonsense' \
	'{"text":"good","id":7}' >in.jsonl
"$MODERATO" score --quiet --output jsonl in.jsonl | jq -r .id
