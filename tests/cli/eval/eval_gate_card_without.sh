printf '# Model card\n\n## Figures\n' >old.card.md
"$MODERATO" eval --gate old.card.md "$CORPUS/spam.jsonl"
