# Usage, and a bundle without an encoder.
"$MODERATO" cascade "$CORPUS/abuse.jsonl"
echo $?
"$MODERATO" cascade --ordinary "$CORPUS/news.jsonl"
echo $?
"$MODERATO" cascade --ordinary "$CORPUS/news.jsonl" --share 1.5 "$CORPUS/abuse.jsonl"
echo $?
echo no >once.yaml
"$MODERATO" train -q -o once.bundle --second all --attributes toxicity --bits 14 --folds 2 --cost 1 "$CORPUS/abuse.jsonl" "$CORPUS/benign.jsonl" >/dev/null
"$MODERATO" cascade -q --bundle once.bundle --ordinary "$CORPUS/news.jsonl" "$CORPUS/abuse.jsonl"
echo $?
"$MODERATO" score -q --second sometimes --bundle once.bundle "$CORPUS/news.jsonl"
echo $?
# Only a bundle that is trained with a second stage can have one.
"$MODERATO" train -q -o x.bundle --encoder once.yaml --second all "$CORPUS/abuse.jsonl"
echo $?
"$MODERATO" train -q -o x.bundle --encoder "$SEEDS/../../unit/encoder_golden.bin" "$CORPUS/abuse.jsonl"
echo $?
"$MODERATO" train -q -o x.bundle --encoder once.bundle --second all "$CORPUS/abuse.jsonl"
echo $?
