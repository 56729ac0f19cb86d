# One page, the same for any number of threads, with nothing to fetch, and its data within their element.
printf '%s\n' '{"text":"<script>alert(1)</script> you idiot","labels":{"toxicity":0},"source":"<b>"}' >hostile.jsonl
"$MODERATO" eval --attributes toxicity,spam -j 1 --report a.html "$CORPUS/benign.jsonl" "$CORPUS/spam.jsonl" hostile.jsonl >a.json
"$MODERATO" eval --attributes toxicity,spam -j 2 --report b.html "$CORPUS/benign.jsonl" "$CORPUS/spam.jsonl" hostile.jsonl >b.json
cmp a.html b.html && cmp a.json b.json
ls
grep -c '<b>\|alert(1)</script\|http://www.*src=' a.html
sed -n '/id="facts"/,/<\/script>/p' a.html | sed 's/^<script[^>]*>//; s/<\/script>$//' >facts
grep -c '<' facts
jq -c '.files, .unjudged, [.attributes[] | [.name, .n, .positives]]' facts
jq -c '.attributes[] | [.name, ([.histogram[] | add]), ([.reliability[][2]] | add), (.thresholds | length), .roc[:2], .roc[-2:], (.pr | length > 20), (.alarms | length), (.missed | length)]' facts
jq -c '[.figures[] | [.attribute, .slice, .name]]' facts
