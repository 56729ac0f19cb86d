# remark42: a tree, and a backup.
cd "$SEEDS/json_records" && "$MODERATO" import remark42-tree.json remark42-backup.jsonl
