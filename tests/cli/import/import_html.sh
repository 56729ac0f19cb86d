# Saved pages, in the markup of many programs: sniffed, each by itself.
for page in "$CORPUS"/../tests/html/*.html; do
	echo "== ${page##*/}"
	"$MODERATO" import -q "$page" 2>&1 | sed "s|[^ ]*/html/||"
done
