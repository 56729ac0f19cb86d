"$MODERATO" train -q -o b.bundle --attributes insult --folds 2 --cost 1 --bits 12 "$CORPUS/abuse.jsonl" >/dev/null
"$MODERATO" train -q -o c.bundle --base missing.bundle "$CORPUS/abuse.jsonl"; echo $?
"$MODERATO" train -q -o c.bundle --base b.bundle --bits 14 "$CORPUS/abuse.jsonl"; echo $?
"$MODERATO" train -q -o c.bundle --base b.bundle --kernel rbf "$CORPUS/abuse.jsonl"; echo $?
echo clown >terms
"$MODERATO" train -q -o t.bundle --attributes insult --folds 2 --cost 1 --bits 12 --termset rude=terms "$CORPUS/abuse.jsonl" >/dev/null
"$MODERATO" train -q -o c.bundle --base t.bundle "$CORPUS/abuse.jsonl"; echo $?
"$MODERATO" features -q --bundle b.bundle --attributes insult "$CORPUS/abuse.jsonl" >a.svm
"$MODERATO" train -q -o c.bundle --base b.bundle --attributes insult --format svmlight a.svm; echo $?
ls c.bundle 2>/dev/null
