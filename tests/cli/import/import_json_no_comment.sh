# Submissions, not comments; and comments of which no text is left.
printf '{"author":"a","title":"t","id":"x","subreddit":"s","selftext":"","kind":"t3"}\n' >posts.jsonl
"$MODERATO" import --format reddit posts.jsonl
printf '{"author":"a","body":"[deleted]","id":"x","subreddit":"s"}\n' >gone.jsonl
"$MODERATO" import gone.jsonl
