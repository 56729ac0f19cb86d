printf '{"text":"a"}\n{"x":1}\n' >in.jsonl
"$MODERATO" score --strict --output scores in.jsonl >out
code=$?
wc -l <out
exit $code
