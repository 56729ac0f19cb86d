# Reddit: a listing, a dump, comments by their ids, a listing that was cut down, and one without ids.
cd "$SEEDS/json_records" && "$MODERATO" import reddit-listing.json reddit-dump.jsonl reddit-by-id.json reddit-trimmed.json reddit-without-ids.json
echo "-- what was left out of a listing"
"$MODERATO" import reddit-more.json
