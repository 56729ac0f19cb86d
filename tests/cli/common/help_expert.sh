# The options that few people need are listed after the others, under a heading of their own.
for command in train score eval budget; do
	echo "$command:"
	"$MODERATO" "$command" --help | sed -n '/^Expert options:$/,/^$/s/^ *--\([a-z0-9-]*\).*/  \1/p'
done
"$MODERATO" import --help | grep -c '^Expert options:$' || true
