# One JSON object a comment, keys in order, in input order.
"$MODERATO" score -q "$CORPUS/sample-thread.jsonl" >out
wc -l <out
sed -n '1s/[0-9.e-]*[0-9],/N,/g;1s/:[0-9.e-]*}/:N}/;1s/"extra.*//;1p' out | grep -o '^{"id":"c101","decision":"[a-z]*","scores":{"spam":N,"toxicity":N,"severe_toxicity":N,"insult":N,"profanity":N,"threat":N,"identity_attack":N},"reasons":' | sed 's/"publish"\|"hold"\|"reject"/D/'
grep -o '"id":"c[0-9]*"' out | tr '\n' ' '
