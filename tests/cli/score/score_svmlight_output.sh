"$MODERATO" score --format svmlight --output jsonl /dev/null
