# The same bytes for any number of threads, in every output.
for i in 1 2 3; do cat "$CORPUS/abuse.jsonl" "$CORPUS/spam.jsonl"; done >many.jsonl
for output in jsonl csv tsv table scores; do
	"$MODERATO" score -q -j 1 --output $output many.jsonl >one
	"$MODERATO" score -q -j 2 --output $output many.jsonl >two
	"$MODERATO" score -q -j 7 --output $output many.jsonl >seven
	cmp one two && cmp one seven && echo $output "$(wc -l <one | tr -d ' ')"
done
