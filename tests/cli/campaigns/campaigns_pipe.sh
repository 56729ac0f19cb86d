# A pipe is read twice, standard input or another; nothing is left of the copy.
mkdir tmp && TMPDIR=$PWD/tmp && export TMPDIR
mkfifo fifo
cat "$CORPUS/sample-campaign.jsonl" | "$MODERATO" campaigns -q | cut -c -40
cat "$CORPUS/sample-campaign.jsonl" >fifo &
"$MODERATO" campaigns -q fifo | cut -c -40
ls tmp
TMPDIR=$PWD/nowhere
cat "$CORPUS/sample-campaign.jsonl" | "$MODERATO" campaigns -q
