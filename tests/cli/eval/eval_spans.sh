# Spans that people marked are held against those of explain; no label is needed.
cat >marked.jsonl <<'END'
{"text":"you idiot","spans":[4,5,6,7,8]}
{"text":"é you idiot","spans":[[6,11]]}
{"text":"you idiot, is it so?","spans":[]}
END
mask() { sed 's/0\.[0-9]*/N/g'; }
"$MODERATO" eval --attributes toxicity marked.jsonl | sed 's/.*\("span_f1"\)/\1/' | mask
"$MODERATO" eval --attributes toxicity --output table marked.jsonl | tail -n 1 | mask
"$MODERATO" eval --attributes toxicity --output csv marked.jsonl | mask |
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		{ print $1 "," $2 "," $at["span_f1"] "," $at["n_spans"] }'
