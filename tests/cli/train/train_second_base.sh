# A second stage is trained with its heads, not from a bundle.
"$MODERATO" train -q -o on.bundle --base "$BUNDLE" --second all "$CORPUS/abuse.jsonl"
