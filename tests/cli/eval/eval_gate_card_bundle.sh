# A bundle has its card in it, and is told when it has none or one that lies.
awk 'NR % 3 == 0' "$CORPUS/spam.jsonl" >held.jsonl
"$MODERATO" train -q -o a.bundle --attributes spam --bits 16 --folds 3 --cost 1 --test held.jsonl "$CORPUS/spam.jsonl" >/dev/null
"$MODERATO" inspect --bundle a.bundle --card-json | cmp - a.card.json
"$MODERATO" eval --bundle a.bundle --gate a.bundle held.jsonl >/dev/null
mkdir folder && cp a.bundle folder/a.bundle
"$MODERATO" eval --bundle a.bundle --gate folder held.jsonl >/dev/null
