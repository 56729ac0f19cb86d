# What was read before the damage is kept; the message says where it is.
cp "$CORPUS/sample-thread.jsonl" in.jsonl
"$MODERATO" score -q in.jsonl >plain
gzip -c <in.jsonl | head -c 1500 >cut.gz
{ zstd -qc in.jsonl; echo 'no frame'; } >followed.zst
{ gzip -c in.jsonl; echo 'no member'; } >followed.gz
for file in cut.gz followed.zst followed.gz; do
	"$MODERATO" score -q $file >out 2>said
	echo "$file: exit code $?"
	sed 's/at byte [0-9]*/at byte N/; s/: [0-9]* publish, .* reject//' said
	head -n $(wc -l <out) plain | cmp -n 1000 - out && echo 'the lines before it'
done
seq 1000 | zstd -qc --ultra -22 --long=31 | "$MODERATO" score
echo "exit code $?"
gzip -c in.jsonl | gzip -c | "$MODERATO" score
