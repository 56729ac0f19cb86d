# A comment that the trainer refuses is named by file and line, however many are under way.
for i in $(seq 150); do printf '{"text":"walk %s","labels":{"spam":%s}}\n' $i $((i % 2)); done >in.jsonl
printf '{"text":"x","title":"%s","labels":{"spam":0}}\n' "$(printf '%262145s' a)" >>in.jsonl
"$MODERATO" train -q -o x.bundle -j 2 in.jsonl
