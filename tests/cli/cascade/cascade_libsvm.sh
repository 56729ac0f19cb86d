# What the encoder's head sums, and the head itself, for libsvm: svm-predict gives the same margins.
"$MODERATO" train -q -o twice.bundle --encoder "$SEEDS/../../unit/encoder_golden.bin" --second all --attributes toxicity,insult --bits 14 --folds 2 --cost 1 "$CORPUS/abuse.jsonl" "$CORPUS/benign.jsonl" >/dev/null
"$MODERATO" features -q --encoder --attributes toxicity --bundle twice.bundle "$CORPUS/abuse.jsonl" >vectors
"$MODERATO" export --encoder --attributes toxicity --bundle twice.bundle -o model
svm-predict -q vectors model margins
"$MODERATO" score -q --second always --with margins --output jsonl --bundle twice.bundle "$CORPUS/abuse.jsonl" |
	jq -r '[.readings, .margins.toxicity] | @tsv' | paste - margins |
	awk '$1 == 2 {n++; if ($2 - $3 > 1e-4 || $3 - $2 > 1e-4) wrong++} END {print (n > 500 ? "many" : n), wrong + 0}'
"$MODERATO" features -q --encoder --bundle twice.bundle "$CORPUS/abuse.jsonl"
echo $?
"$MODERATO" export --encoder --attributes spam
echo $?
