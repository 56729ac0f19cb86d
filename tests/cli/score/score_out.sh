# FILE appears when it is whole; nothing else is left. A table there has no colours, and is no default.
cp "$CORPUS/sample-thread.jsonl" in.jsonl
"$MODERATO" score -q in.jsonl >plain
"$MODERATO" score -q -o out.jsonl in.jsonl
cmp plain out.jsonl && ls
"$MODERATO" score -q --output csv in.jsonl >plain.csv
"$MODERATO" score -q --output csv -o /dev/stdout in.jsonl | cmp - plain.csv && echo 'a pipe is written as it is'
"$MODERATO" score -q -o no/such/folder in.jsonl
echo "exit code $?"
"$MODERATO" score -q -o /dev/full in.jsonl
