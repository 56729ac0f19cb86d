# A live pipe: each comment's verdict is there before the next comment is written, on any number of threads.
cat > talk.sh <<'S'
set -e
for jobs in 1 2; do
	mkfifo "to$jobs" "from$jobs"
	"$MODERATO" score -q -j $jobs --format jsonl --output scores --attributes spam < "to$jobs" > "from$jobs" &
	exec 3> "to$jobs" 4< "from$jobs"
	for i in 1 2 3; do
		printf '{"text":"Comment number %s"}\n' $i >&3
		read -r score <&4
		echo "$jobs: $i ${score:+has a score}"
	done
	printf '{"text":"the last, without its end' >&3
	printf ' of line"}' >&3
	exec 3>&-
	read -r score <&4
	echo "$jobs: last ${score:+has a score}"
	wait
done
S
timeout 60 sh talk.sh
