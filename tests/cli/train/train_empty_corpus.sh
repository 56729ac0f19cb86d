# An empty corpus.
: >in.jsonl
"$MODERATO" train --quiet -o out.bundle in.jsonl
