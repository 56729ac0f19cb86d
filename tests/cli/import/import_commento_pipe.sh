# From a pipe the names come too late: the ids stay.
cat "$SEEDS/json_records/commento.json" | "$MODERATO" import --quiet | cut -d, -f 1-3
