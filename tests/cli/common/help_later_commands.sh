# serve and review are not part of this program yet.
"$MODERATO" --help | grep -E "^  (serve|review)"
"$MODERATO" serve
