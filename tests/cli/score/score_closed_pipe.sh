# A reader that has seen enough is no reason to complain.
for i in 1 2 3; do cat "$CORPUS/spam.jsonl"; done >many.jsonl
{ "$MODERATO" score many.jsonl; echo $? >code; } | head -n 1 | wc -l
cat code
