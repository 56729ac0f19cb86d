# One page, the same for any number of threads, with nothing to fetch or to run.
printf '%s\n' '{"text":"<script>alert(1)</script> you idiot","labels":{"toxicity":0},"source":"<b>"}' >hostile.jsonl
"$MODERATO" eval --attributes toxicity,spam -j 1 --report a.html "$CORPUS/benign.jsonl" "$CORPUS/spam.jsonl" hostile.jsonl >a.json
"$MODERATO" eval --attributes toxicity,spam -j 2 --report b.html "$CORPUS/benign.jsonl" "$CORPUS/spam.jsonl" hostile.jsonl >b.json
cmp a.html b.html && cmp a.json b.json
ls
grep -c '<script\|<b>alert\|http://www\|src=' a.html
grep -o '<h[12][^>]*>[^<]*' a.html
grep -o '^<svg viewBox="0 0 400 312" role="img" aria-labelledby="[^"]*"' a.html
grep -o '<caption>[^<]*' a.html
