# remark42: a tree, and a backup.
cd "$SEEDS/tree" && "$MODERATO" import remark42-tree.json remark42-backup.jsonl
