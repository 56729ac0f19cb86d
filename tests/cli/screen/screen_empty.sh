# An empty comment is a comment.
"$MODERATO" screen "" | grep -c decision
