# Mastodon: the context of a status, a list with a boost, an outbox; cut down, broken and cut off.
cd "$SEEDS/json_records" && "$MODERATO" import mastodon-context.json mastodon-outbox.json mastodon-trimmed.json mastodon-cut.json
