# Reddit: a listing, a dump, comments by their ids, a listing that was cut down.
cd "$SEEDS/json_records" && "$MODERATO" import reddit-listing.json reddit-dump.jsonl reddit-by-id.json reddit-trimmed.json
