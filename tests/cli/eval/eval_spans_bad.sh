# A bad offset is told with its place, and the rest is measured.
printf '%s\n' '{"text":"ab","spans":[0,2]}' '{"text":"you idiot","spans":[[4,9]]}' '{"text":"ab","spans":[{"start":0}]}' |
	"$MODERATO" eval --attributes toxicity | grep -o '"n_spans".*'
