# The list of commands goes to standard output.
"$MODERATO" --help
