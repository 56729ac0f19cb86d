# A saved page is scored like any other format, compressed too.
"$MODERATO" score -q --output scores "$CORPUS/../tests/html/wordpress.html" | wc -l
gzip -c "$CORPUS/../tests/html/newspaper.html" | "$MODERATO" score -q --output jsonl --with text | grep -c Lovely
"$MODERATO" score -q --output scores "$CORPUS/../tests/html/none.html" 2>&1 | sed 's|[^ ]*/html/||'
