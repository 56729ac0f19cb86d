# A share is a number from 0 to 1000, of an attribute of the bundle.
for share in insult insult= insult=x insult=-1 insult=1001 insult=nan =1 insult=1,toxicity insult=1x insutl=1; do
	"$MODERATO" budget -q --share "$share" "$CORPUS/benign.jsonl"
	echo $?
done
"$MODERATO" budget -q --share insult=0 "$CORPUS/benign.jsonl" | grep -c 'insult: "> 1"'
