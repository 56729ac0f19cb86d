# What cannot be is said, and nothing is written.
echo '{"text":"fine"}' > in.jsonl
for options in '--report -' '--report page --out page' '--report page --output scores' \
	'--report page --format svmlight' '--report page --resume --out out' '--report no/page' '--report in.jsonl' '--report no/page --out out' '--out no/out --report page'; do
	$MODERATO score -q $options in.jsonl
	echo "$options: $?"
done
cat in.jsonl
# a page is replaced, and so is an empty file
: > page
for again in 1 2; do
	$MODERATO score -q --output csv --report page in.jsonl | wc -l
done
ls
