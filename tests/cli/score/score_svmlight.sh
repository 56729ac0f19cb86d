# The scores of vectors are those of the comments that they were made of, but for rounding.
"$MODERATO" features "$CORPUS/sample-thread.jsonl" >v.svm
"$MODERATO" score --format svmlight v.svm >a
"$MODERATO" score --output scores "$CORPUS/sample-thread.jsonl" >b
paste a b | awk '{ for (i = 1; i <= 7; i++) { d = $i - $(i + 7); if (d > 2e-6 || d < -2e-6) print NR, i, d } } END { print NR }'
