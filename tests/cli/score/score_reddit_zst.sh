# A monthly dump as it is packed, with a window of 2 GB: as a file, and refused from a pipe.
zstd -q --long=31 --ultra -22 --no-check <"$SEEDS/json_records/reddit-dump.jsonl" >RC.zst
"$MODERATO" score --output jsonl RC.zst | jq -r .id
"$MODERATO" score --output jsonl <RC.zst | jq -r .id
cat RC.zst | "$MODERATO" score --quiet
