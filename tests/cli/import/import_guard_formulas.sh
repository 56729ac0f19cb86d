# A spreadsheet finds no formula in what strangers wrote, unless it is asked for byte for byte.
printf '%s\n' '{"id":"=1","text":"+2","author":"@x","title":"fine","user_agent":"-4"}' >in.jsonl
"$MODERATO" import --to csv --guard-formulas in.jsonl
"$MODERATO" import --to csv in.jsonl | tail -n 1
"$MODERATO" import --guard-formulas in.jsonl
