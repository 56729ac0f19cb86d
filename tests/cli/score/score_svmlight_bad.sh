printf '1 3:0.5 2:0.5\n1 0:1\nx 1:1\n1 1:y\n\n# note\n1 1:0.5 # note\n' >v.svm
"$MODERATO" score --format svmlight v.svm | wc -l
