# A line of 100 MB is told and skipped in bounded memory; the comments around it are scored.
echo '{"text":"before"}' >in.jsonl
head -c 100000000 /dev/zero | tr '\0' 'a' >>in.jsonl
printf '\n{"text":"after"}\n' >>in.jsonl
"$MODERATO" score --quiet --with text in.jsonl | jq -r .text
