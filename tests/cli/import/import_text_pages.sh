# Pages saved as text, in the shapes that programs give bylines: sniffed, each by itself. The last has
# no discussion.
cd "$CORPUS/../tests/text_pages"
for page in [!m]*.txt; do
	echo "== $page"
	"$MODERATO" import -q "$page"
done
"$MODERATO" import -q --format page menu.txt
echo "== what is no discussion is refused"
cd ../text_others && for text in *; do
	"$MODERATO" import -q "$text" 2>&1 | sed "s/: text in which no form of comments was recognised.*//"
done
