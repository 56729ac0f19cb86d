# What import writes, import reads.
"$MODERATO" import "$CORPUS/sample-comments.csv" >a
"$MODERATO" import a >b
cmp a b && wc -l <a
