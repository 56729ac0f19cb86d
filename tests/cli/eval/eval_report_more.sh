# The page has the disguises and the marked spans too, when they are measured.
{ cat "$CORPUS/abuse.jsonl"; echo '{"text":"you idiot","spans":[[4,9]],"labels":{"toxicity":1}}'; } >in.jsonl
"$MODERATO" eval --attributes toxicity --report page.html --perturb case,leet in.jsonl >/dev/null
grep -c '<caption>In disguise</caption>' page.html
grep -o '<bdi>\(leet\|case\)</bdi>' page.html
grep -o 'Spans of explanations .*: F1 [01][.0-9]* over .*\.</p>' page.html | sed 's/[01]\.[0-9]*/N/'
