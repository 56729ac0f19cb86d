# A comment over the limit is skipped with its place, the next is read.
{ printf '{"text":"a"}\n{"text":"'; head -c 300000 /dev/zero | tr '\0' x; printf '"}\n{"text":"b"}\n'; } >in.jsonl
"$MODERATO" score --output scores in.jsonl | wc -l
