# The language that a comment says it is in, else the one that its words are in; links are in none.
printf '%s\n' 'version: 1' 'rules:' \
	'  - {name: not covered, action: hold, not_languages: [en, de]}' \
	'  - {name: too little, action: hold, languages: [unknown]}' >policy.yaml
printf '%s\n' '{"text":"You are a liar and <b>everybody</b> knows it."}' \
	'{"text":"Wat een onzin, wie schrijft zoiets?"}' \
	'{"text":"Wat een onzin, wie schrijft zoiets?","lang":"en-GB"}' \
	'{"text":"This is fine","lang":"nl"}' \
	'{"text":"http://wat-een-onzin.example/wie-schrijft-zoiets"}' \
	'{"text":"ok"}' |
	"$MODERATO" score --quiet --policy policy.yaml --output jsonl | jq -c '[.decision, .reasons[]?.rule]'
