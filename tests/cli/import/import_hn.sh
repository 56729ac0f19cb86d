# Hacker News: items a line, a tree of items, what its search gives.
cd "$SEEDS/json_records" && "$MODERATO" import hn-items.jsonl hn-tree.json hn-search-tree.json hn-search-hits.json hn-untyped-tree.json
