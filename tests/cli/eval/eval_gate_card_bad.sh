printf '# Model card\n\n## Held-out figures\n\n| file | bytes | hash | comments | also trained on |\n| --- |\n| a | 1 | xyz | 3 | 0 |\n' >bad.md
"$MODERATO" eval --gate bad.md "$CORPUS/spam.jsonl"
