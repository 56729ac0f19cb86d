# Reddit: a listing, a dump, comments by their ids.
cd "$SEEDS/json_records" && "$MODERATO" import reddit-listing.json reddit-dump.jsonl reddit-by-id.json
