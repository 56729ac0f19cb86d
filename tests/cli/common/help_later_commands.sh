# review is not part of this program yet.
"$MODERATO" --help | grep -E "^  review"
"$MODERATO" review
