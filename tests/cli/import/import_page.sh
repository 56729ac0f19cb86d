"$MODERATO" import "$CORPUS/sample-page.txt" | cut -c 1-60
