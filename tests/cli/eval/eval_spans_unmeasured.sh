# A bundle without toxicity, and nobody says what the spans are about.
"$MODERATO" train --quiet --attributes spam --bits 10 --cost 1 --folds 2 -o spam.bundle "$CORPUS/spam.jsonl" >/dev/null
echo '{"text":"buy pills","labels":{"spam":1},"spans":[[4,9]]}' >marked.jsonl
"$MODERATO" eval --bundle spam.bundle marked.jsonl | grep -c span
"$MODERATO" eval --bundle spam.bundle --spans spam --quiet marked.jsonl | grep -c span
