# A run goes on only with what it began with.
cat "$CORPUS/sample-thread.jsonl" >in.jsonl
"$MODERATO" inspect --default-policy >policy.yaml
begin() {
	rm -f out*
	"$MODERATO" score -q -o out --checkpoint 0 in.jsonl missing 2>/dev/null # which leaves it open
}
again() {
	"$MODERATO" score -q --resume -o out "$@"
	echo "exit code $?"
}
begin
again --output csv in.jsonl missing
again --shard 1/2 in.jsonl missing
again in.jsonl
again --policy policy.yaml in.jsonl missing
echo '{"text":"one more"}' >>in.jsonl
again in.jsonl missing
"$MODERATO" train -q --bits 12 --attributes spam -o other.bundle "$CORPUS/spam.jsonl" "$CORPUS/benign.jsonl" >/dev/null
begin
again --bundle other.bundle in.jsonl missing
echo 'no journal' >out.progress
"$MODERATO" score -q --resume -o out in.jsonl && ls out*
