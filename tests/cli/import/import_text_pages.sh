# Pages saved as text, in the shapes that programs give bylines: sniffed, each by itself. The last has
# no discussion.
cd "$CORPUS/../tests/text_pages"
for page in [!m]*.txt; do
	echo "== $page"
	"$MODERATO" import -q "$page"
done
"$MODERATO" import -q --format page menu.txt
