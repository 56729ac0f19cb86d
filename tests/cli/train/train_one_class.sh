# One class only: what is missing is said, and no bundle is left behind.
for i in 1 2 3 4 5 6; do echo '{"text":"number '$i'","labels":{"spam":1}}'; done >in.jsonl
"$MODERATO" train --quiet -o out.bundle in.jsonl
code=$?
ls out.bundle 2>/dev/null
exit $code
