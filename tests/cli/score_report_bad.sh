# What cannot be is said, and nothing is written.
echo '{"text":"fine"}' > in.jsonl
for options in '--report -' '--report page --out page' '--report page --output scores' \
	'--report page --format svmlight' '--report page --resume --out out' '--report no/page'; do
	$MODERATO score -q $options in.jsonl
	echo "$options: $?"
done
ls
