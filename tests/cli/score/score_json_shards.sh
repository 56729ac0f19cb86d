# Shards of a document are the whole.
cd "$SEEDS/json_records"
for i in 1 2 3; do "$MODERATO" score --quiet --shard $i/3 --output jsonl reddit-listing.json hn-items.jsonl mistakes.json; done 2>/dev/null | sed 's/"decision.*//'
