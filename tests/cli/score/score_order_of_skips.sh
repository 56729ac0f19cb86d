# Bad records are told in input order, whatever thread comes first.
for i in $(seq 1 900); do
	if [ $((i % 100)) = 0 ]; then echo '{"no":"text"}'; else echo '{"text":"number '$i'"}'; fi
done >in.jsonl
"$MODERATO" score -j 4 in.jsonl 2>all | wc -l
sed "s/: [0-9]* publish, .* reject;/:/" all >&2 # what is decided is the bundle's
