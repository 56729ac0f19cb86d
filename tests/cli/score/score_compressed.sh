# gzip and zstd are known by their bytes, not by a name; several members or frames read as one.
cp "$CORPUS/sample-thread.jsonl" in.jsonl
"$MODERATO" score -q in.jsonl >plain
{ head -n 3 in.jsonl | gzip -c; tail -n +4 in.jsonl | gzip -c; } >members
{ head -n 3 in.jsonl | zstd -qc; tail -n +4 in.jsonl | zstd -qc --no-check; } >frames
for file in members frames; do
	"$MODERATO" score -q $file | cmp - plain && "$MODERATO" score -q <$file | cmp - plain &&
		cat $file | "$MODERATO" score -q | cmp - plain && echo "$file: the same"
done
# Every other command that reads comments.
"$MODERATO" import "$CORPUS/sample-page.txt" >page
gzip -c "$CORPUS/sample-page.txt" | "$MODERATO" import | cmp - page && echo import
"$MODERATO" features in.jsonl >features
"$MODERATO" features frames | cmp - features && echo features
"$MODERATO" eval "$CORPUS/spam.jsonl" >eval
zstd -qc "$CORPUS/spam.jsonl" | "$MODERATO" eval >eval.zst && cmp eval eval.zst && echo eval
cat "$CORPUS/spam.jsonl" "$CORPUS/benign.jsonl" >train.jsonl
"$MODERATO" train -q --bits 12 --attributes spam -o plain.bundle train.jsonl >plain.figures
gzip train.jsonl && mv train.jsonl.gz train.jsonl
"$MODERATO" train -q --bits 12 --attributes spam -o gzip.bundle train.jsonl >gzip.figures
cmp plain.figures gzip.figures && echo train
echo '{"text":"Buy followers now"}' | gzip -c >one
"$MODERATO" explain --output jsonl one 2>&1 | grep -c margin
