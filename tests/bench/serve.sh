#!/bin/sh
# SPDX-License-Identifier: MIT
# The daemon beside a bare libmicrohttpd handler that answers with as many bytes, both asked by wrk over
# loopback, kept alive: requests/s in turn, what a request takes of the processor, the latency at half
# of that load, memory over REQUESTS (2,000,000), and the time from the start to the first answer.
#
#   B=build/cc tests/bench/serve.sh build/moderato
#   README=1 also writes what it prints into tests/bench/README.md, between <!-- serve --> and
#   <!-- /serve -->
#
# wrk has no limit of its rate: for half of the load it asks over many connections with pauses between
# the requests of each, so that latency is that of requests that mostly do not come in rows.
set -eu
: "${B:?the folder of the build}"
program=$1
here=tests/bench runs=${RUNS:-5} seconds=${SECONDS_EACH:-3} requests=${REQUESTS:-2000000}
key=0123456789ab threads=$(nproc) connections=16
work=$(mktemp -d)
daemon='' bare=''
trap 'kill $daemon $bare 2>/dev/null || :; rm -rf "$work"' EXIT

if [ -n "${README:-}" ]; then
	README='' "$0" "$@" >"$work/text"
	cat "$work/text"
	awk -v file="$work/text" '
		/^<!-- serve -->$/ {print; while ((getline line < file) > 0) print line; skip = 1}
		/^<!-- \/serve -->$/ {skip = 0}
		!skip' $here/README.md >"$work/README.md"
	cp "$work/README.md" $here/README.md
	exit
fi

# ---- what is asked ----

attributes='{"TOXICITY":{},"SEVERE_TOXICITY":{},"IDENTITY_ATTACK":{},"INSULT":{},"PROFANITY":{},"THREAT":{}}'
for file in corpus/*.jsonl; do
	case $file in */sample-*) ;; *) cat "$file" ;; esac
done | jq -rc --argjson a "$attributes" '.text // empty | select(type == "string")
	| select(utf8bytelength >= 150 and utf8bytelength <= 170 and test("^[ -~]+$"))
	| {comment: {text: .}, requestedAttributes: $a, languages: ["en"], doNotStore: true}' >"$work/bodies"
head -n 1 "$work/bodies" >"$work/one"
export BODIES="$work/bodies"

# ---- who answers ----

wait_for() { # a line in a file
	until line=$(grep -m 1 "$2" "$1"); do
		kill -0 "$3" 2>/dev/null || { cat "$1" >&2 && exit 1; }
	done
}
: >"$work/daemon" && : >"$work/bare"
"$program" serve --listen 127.0.0.1:0 --key $key 2>"$work/daemon" &
daemon=$!
wait_for "$work/daemon" 'listening on' $daemon
url=${line##* }
target="$url/v1alpha1/comments:analyze?key=$key"
bytes=$(head -n 1 "$work/bodies" | curl -sf -H 'Content-Type: application/json' --data-binary @- "$target" | wc -c)
mkfifo "$work/end"
"$B/tests/bench/bare_http" "$threads" "$bytes" <"$work/end" >"$work/bare" &
bare=$!
exec 9>"$work/end"
wait_for "$work/bare" http $bare

# ---- asking ----

ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }
resident() { awk '/^VmRSS/ {printf "%.1f\n", $2 / 1024}' "/proc/$1/status"; }
# Prints requests, microseconds, bytes, 50th and 99th percentile in microseconds, failures.
ask() { # seconds, connections, pause, URL
	PAUSE=$3 wrk -t1 -c"$2" -d"$1" --latency -s $here/serve.lua "$4" | sed -n 's/^figures //p'
}
one_run() { # name, process, URL: a line of requests/s and of the processor's microseconds of a request
	before=$(ticks "$2")
	ask "$seconds" $connections 0 "$3" >"$work/figures"
	after=$(ticks "$2")
	awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" '{if ($6) print $6 " failures" > "/dev/stderr"
		printf "%.0f %.2f\n", 1e6 * $1 / $2, 1e6 * t / hz / $1}' "$work/figures" >>"$work/$1"
}
median() { cut -d' ' -f"$2" "$work/$1" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
range() { cut -d' ' -f1 "$work/$1" | sort -n | sed -n '1p;$p' | paste -sd-; }

ask 2 $connections 0 "$target" >"$work/figures" # so that both are warm
ask 2 $connections 0 "$(cat "$work/bare")/" >"$work/figures"
rm -f "$work"/runs.*
i=0
while [ $i -lt "$runs" ]; do
	one_run runs.bare $bare "$(cat "$work/bare")/"
	one_run runs.daemon $daemon "$target"
	BODIES="$work/one" one_run runs.one $daemon "$target"
	i=$((i + 1))
done
rate=$(median runs.daemon 1)

printf '\n`comments:analyze` over HTTP, %s comments of 150 to 170 bytes of ASCII, six attributes, replies of about %s bytes;\n' \
	"$(wc -l <"$work/bodies")" "$bytes"
printf 'wrk with %s connections that are kept alive, on the same %s cores; %s runs of %s s in turn\n' $connections \
	"$threads" "$runs" "$seconds"
printf '(load average before: %s):\n\n' "$(cut -d' ' -f1 /proc/loadavg)"
printf '| program | requests/s | min-max | ratio | processor, µs a request |\n| --- | ---: | ---: | ---: | ---: |\n'
printf '| libmicrohttpd alone, the same bytes each time | %s | %s | | %s |\n' "$(median runs.bare 1)" \
	"$(range runs.bare)" "$(median runs.bare 2)"
row() { # name, runs
	printf '| %s | %s | %s | %s %% | %s |\n' "$1" "$(median "$2" 1)" "$(range "$2")" \
		"$((100 * $(median "$2" 1) / $(median runs.bare 1)))" "$(median "$2" 2)"
}
row 'moderato serve, these comments in turn' runs.daemon
row 'moderato serve, the same comment each time' runs.one

# ---- half of that load ----

pause=10 half=$((rate / 2))
ask 5 $((half * pause / 1000)) $pause "$target" >"$work/figures"
awk -v half=$half '{printf "\nAt half of that load, %.0f requests/s of %d: median %.2f ms, 99th percentile %.2f ms.\n",
	1e6 * $1 / $2, half, $4 / 1000, $5 / 1000}' "$work/figures"

# ---- memory ----

first=$(resident $daemon) sum=0
while [ $sum -lt "$requests" ]; do
	ask 10 $connections 0 "$target" >"$work/figures"
	sum=$((sum + $(cut -d' ' -f1 "$work/figures")))
done
printf '\nMemory: %s MiB, and %s MiB after %s further requests.\n' "$first" "$(resident $daemon)" $sum
kill $daemon
wait $daemon || { echo "the daemon exits with $?" >&2 && exit 1; }
daemon=''
exec 9>&-
wait $bare
bare=''

# ---- the start ----

printf '\nFrom the start to the first answer, best and median of 11: '
python3 -B $here/serve_start.py "$program"
