# A comment that is too long is told with its line; one that the end of the file cuts off is kept.
{
	printf 'TITLE: Stiles\n-----\nBODY:\n'
	head -c 3000000 /dev/zero | tr '\0' x
	printf '\n-----\nCOMMENT:\nAUTHOR: Ann\nBefore\n-----\nCOMMENT:\nAUTHOR: Bo\n'
	head -c 300000 /dev/zero | tr '\0' x
	printf '\n-----\nCOMMENT:\nAUTHOR: Cy\n'
	head -c 300000 /dev/zero | tr '\0' x | fold -w 100
	printf '\n-----\nCOMMENT:\nAUTHOR: Di\nBetween\n-----\nUNKNOWN:\nof the text\n-----\nCOMMENT:\nAUTHOR: Ed\nCut o'
} >export.txt
"$MODERATO" import export.txt
echo "-- no comments"
printf 'TITLE: Stiles\n-----\nBODY:\nx\n-----\n--------\n' | "$MODERATO" import
echo $?
