# From a pipe the names come too late: the ids stay.
cat "$SEEDS/tree/commento.json" | "$MODERATO" import --quiet | cut -d, -f 1-3
