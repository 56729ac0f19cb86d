# With --resume the journal stays, so that a batch that is started again does nothing twice.
cp "$CORPUS/sample-thread.jsonl" in.jsonl
"$MODERATO" score -q --resume -o out.jsonl in.jsonl && ls
"$MODERATO" score --resume -o out.jsonl in.jsonl && ls
echo '{"text":"new"}' >in.jsonl
"$MODERATO" score --resume -o out.jsonl in.jsonl
echo "exit code $?"
rm out.jsonl.progress
"$MODERATO" score -q --resume -o out.jsonl in.jsonl && wc -l <out.jsonl
