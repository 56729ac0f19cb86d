"$MODERATO" eval "$CORPUS/sample-comments.csv"
