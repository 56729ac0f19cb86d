# Hacker News: items a line, a tree of items, what its search gives, also without some members.
cd "$SEEDS/json_records" && "$MODERATO" import hn-items.jsonl hn-tree.json hn-search-tree.json hn-search-hits.json hn-untyped-tree.json hn-trimmed-tree.json hn-trimmed-title.json hn-trimmed-story.json
