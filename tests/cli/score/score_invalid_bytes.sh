# Invalid UTF-8 and NUL bytes are repaired, not refused: each gives its line.
printf 'caf\351 is open\nnul \0 byte\n\377\376\n\355\240\200 surrogate\n' >in.txt
"$MODERATO" score --quiet --format lines --output jsonl in.txt | jq -r .decision
