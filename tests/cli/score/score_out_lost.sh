# Where input was lost the output is not the whole.
cp "$CORPUS/sample-thread.jsonl" in.jsonl
"$MODERATO" score -o out.jsonl in.jsonl missing.jsonl 2>said
echo "exit code $?"
sed 's/: [0-9]* publish.*reject//' said
ls
wc -l <out.jsonl.partial
