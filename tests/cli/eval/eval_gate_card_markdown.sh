# The card for people is refused, with a word about the other one.
printf '# Model card\n\n## Held-out figures\n' >a.card.md
"$MODERATO" eval --gate a.card.md "$CORPUS/spam.jsonl"
