# Nothing in, nothing out, and that is no error.
"$MODERATO" score </dev/null
