# Hacker News: items a line, a tree of items, what its search gives, also without some members.
cd "$SEEDS/json_records" && "$MODERATO" import hn-items.jsonl hn-tree.json hn-search-tree.json hn-search-hits.json hn-untyped-tree.json hn-trimmed-tree.json hn-trimmed-title.json hn-trimmed-story.json
echo "-- a title after its comments, also from a pipe, and a search that found only a story"
"$MODERATO" import hn-title-last.json
cat hn-title-last.json | "$MODERATO" import
"$MODERATO" import hn-story-alone.json
