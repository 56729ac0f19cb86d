# Spans that people marked are held against those of explain; no label is needed.
cat >marked.jsonl <<'END'
{"text":"you idiot","spans":[4,5,6,7,8]}
{"text":"é you idiot","spans":[[6,11]]}
{"text":"you idiot, is it so?","spans":[]}
END
mask() { sed 's/0\.[0-9]*/N/g'; }
"$MODERATO" eval --attributes toxicity marked.jsonl | sed 's/.*\("span_f1"\)/\1/' | mask
"$MODERATO" eval --attributes toxicity --output table marked.jsonl | tail -n 1 | mask
"$MODERATO" eval --attributes toxicity --output csv marked.jsonl | cut -d, -f1,2,18,21 | mask
