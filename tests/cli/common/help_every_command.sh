# Every command has a synopsis, options, examples and exit codes.
for command in $("$MODERATO" --help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p'); do
	"$MODERATO" "$command" --help >text || echo "exit $?"
	echo "$command" "$(grep -c -e '^Usage: moderato' -e '^Options:' -e '^Examples:' -e '^Exit codes:' text)"
	grep -c '^  moderato ' text
	awk 'length($0) > 90' text
done
