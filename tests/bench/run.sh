#!/bin/sh
# SPDX-License-Identifier: MIT
# The bench: inputs made from corpus/ (and ../shared/corpora/train where that is), peers trained on
# the same rows as the bundle, everything measured in turn in one run, printed as Markdown tables.
#
#   B=build/cc CC=cc tests/bench/run.sh build/moderato [scoring|json|scripts|worst|latency|instructions]…
#   README=1 also writes the tables into README.md, between <!-- speed --> and <!-- /speed -->
#
# A row's rate is (lines - 1) / (seconds of a run on all its lines - seconds of a run on the first):
# what a program takes to start and to load its model is told beside it and not charged to its rate.
set -eu
: "${B:?the folder of the build}" "${CC:=cc}" "${CFLAGS:=-O2 -g}"
program=$1
shift
[ $# -gt 0 ] || set -- scoring json scripts worst latency instructions
parts=$*
runs=${RUNS:-5}
here=tests/bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tab=$(printf '\t')

sources=$(find ../shared/corpora/train -name '*.jsonl' 2>/dev/null | sort || true)
own=$(find corpus -name '*.jsonl' ! -name 'sample-*' | sort)
# shellcheck disable=SC2086 # lists of files
key() { cat "$@" $sources $own | sha256sum | cut -c1-12; }
peers=build/bench/peers-$(key $here/peers.sh $here/sklearn_peer.py)
inputs=build/bench/inputs-$(key $here/inputs.sh $here/generate.c)
english=
for name in toxic-spans wikipedia-toxicity davidson sbic fox-news paradetox; do
	file=../shared/corpora/train/$name.jsonl
	[ ! -e "$file" ] || english="$english $file"
done
# shellcheck disable=SC2086
$here/inputs.sh "$program" "$B/tests/bench/generate" "$inputs" ${english:-$own}
# shellcheck disable=SC2086
$here/peers.sh "$program" "$peers" $sources $own
if [ -n "$sources" ]; then
	bundle=models/default trained="the default bundle and the peers are trained on the same rows"
else
	bundle=$peers/own.bundle trained="a bundle and the peers, trained on the same rows: corpus/ alone"
fi
score="$program score --quiet --bundle $bundle --output scores --format lines"

median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

# Run the rows of standard input (key, label, input's name, command up to its last argument) in turn
# and append to $work/KEY.{one,all}; the rows are kept in $work/rows.
race() {
	cat >"$work/rows"
	rm -f "$work"/*.one "$work"/*.all
	while IFS=$tab read -r key label input command; do
		head -n 1 "$inputs/$input" >"$work/$input.first"
	done <"$work/rows"
	i=0
	while [ $i -lt "$runs" ]; do
		while IFS=$tab read -r key label input command; do
			# shellcheck disable=SC2086 # a command and its options
			"$B/tests/bench/measure" $command "$work/$input.first" >>"$work/$key.one"
			# shellcheck disable=SC2086
			"$B/tests/bench/measure" $command "$inputs/$input" >>"$work/$key.all"
		done <"$work/rows"
		i=$((i + 1))
	done
	# key, label, lines, bytes, words, seconds after start, spread in %, start in s, peak MiB
	while IFS=$tab read -r key label input command; do
		one=$(median <"$work/$key.one")
		# shellcheck disable=SC2046
		set -- $(LC_ALL=C wc -l -w -c <"$inputs/$input")
		memory=$(cut -d' ' -f3 "$work/$key.all" | median)
		awk -v key="$key" -v label="$label" -v n="$1" -v w="$2" -v b="$3" -v one="$one" \
			-v memory="$memory" -v OFS="$tab" '{v[NR] = $1 + 0}
			END {m = asort_median(); print key, label, n, b, w, m - one,
				100 * (hi - lo) / 2 / m, one, memory / 1024}
			function asort_median(i, j, t) {
				for (i = 1; i <= NR; i++) for (j = i + 1; j <= NR; j++)
					if (v[j] < v[i]) {t = v[i]; v[i] = v[j]; v[j] = t}
				lo = v[1]; hi = v[NR]; return v[int((NR + 1) / 2)]}' "$work/$key.all"
	done <"$work/rows" >"$work/figures"
}
# Columns of rates; the last is BASE's rate over the row's (peers), or the row's over BASE's.
rates() { # heading of the last column, base's key, peer|own
	printf '| program | comments/s | MB/s | ns/word | ratio | peak MB | start s | spread |\n'
	printf '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n'
	awk -F "$tab" '{rate = ($3 - 1) / $6; if (NR == 1) base = rate
		key = $1; sub(/-.*/, "", key)
		if (key == "distinct") {distinct = rate}
		r = rate / base; s = sprintf("%.2f of the first", r)
		if (key == "peer") s = sprintf("%.1fx slower", base / rate)
		if (key == "peerdistinct") s = sprintf("%.1fx slower than ours on them", distinct / rate)
		if (NR == 1) s = ""
		printf "| %s | %.0f | %.1f | %.1f | %s | %.1f | %.3f | ±%.0f %% |\n", $2, rate,
			$4 / $6 / 1e6, 1e9 * $6 / $5, s, $9, $8, $7}' "$work/figures"
}
per_byte() {
	printf '| comments | bytes each | ns/byte | against ASCII | spread |\n'
	printf '| --- | ---: | ---: | ---: | ---: |\n'
	awk -F "$tab" '{each = 1e9 * $6 / $4; if (NR == 1) base = each
		printf "| %s | %.0f | %.2f | %.1fx | ±%.0f %% |\n", $2, $4 / $3, each, each / base, $7}' \
		"$work/figures"
}
row() { printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4"; }

scoring() {
	{
		row one 'moderato, 7 attributes' lines "$score -j 1"
		row two 'moderato, two threads' lines "$score -j 2"
		row distinct 'moderato, all comments distinct' distinct "$score -j 1"
		if [ -e "$peers/words.bin" ]; then
			row peer-words 'fastText, words' lines-words "fasttext predict-prob $peers/words.bin"
			row peerdistinct 'fastText, words, all comments distinct' distinct \
				"fasttext predict-prob $peers/words.bin"
			row peer-letters 'fastText, words and letters 2 to 5' lines-letters \
				"fasttext predict-prob $peers/letters.bin"
		fi
		[ ! -e "$peers/sklearn.pickle" ] || row peer-sklearn 'scikit-learn, TF-IDF + LinearSVC' \
			lines-sklearn "$here/sklearn_peer.py predict $peers/sklearn.pickle"
	} | race
	printf '\nPlain lines in, one score line out: %s comments of 120 to 200 bytes of ASCII, again and again\n' \
		"$(wc -l <"$inputs/once")"
	printf '(moderato 400,000 lines, fastText 200,000 and 20,000, scikit-learn 5,000), and 200,000 that are all\n'
	printf 'distinct, recombined from them with new words coming in; peers have one attribute, ours seven:\n\n'
	rates
}
json() {
	{
		row plain 'plain lines in, scores out' lines-words "$score -j 1"
		row json 'JSON lines in, full verdicts out' json \
			"$program score --quiet --bundle $bundle --format jsonl --output jsonl -j 1"
		row jsontwo 'the same, two threads' json \
			"$program score --quiet --bundle $bundle --format jsonl --output jsonl -j 2"
	} | race
	printf '\nThe same comments as JSON lines (MB/s of input), with decision, scores, reasons and spans out:\n\n'
	rates
}
scripts() {
	{
		row ascii 'ASCII' lines "$score -j 1"
		row cyrillic 'Cyrillic, invented words' cyrillic "$score -j 1"
		row cjk 'CJK, invented words' cjk "$score -j 1"
		row emoji 'ASCII, an emoji after every other word' emoji "$score -j 1"
		row obfuscated 'every word in disguise (17 families)' obfuscated "$score -j 1"
	} | race
	printf '\nOther text than ASCII, one thread:\n\n'
	per_byte
}
worst() {
	{
		row ascii 'ASCII' lines "$score -j 1"
		row words '20 KB of distinct words' worst-words "$score -j 1"
		row letter '20 KB of one letter' worst-letter "$score -j 1"
		row marks '20 KB of combining marks' worst-marks "$score -j 1"
		row links '20 KB of links' worst-links "$score -j 1"
		row open '20 KB of `<`' worst-open "$score -j 1"
		row collide '20 KB of words with one place in the cache' worst-collide "$score -j 1"
	} | race
	printf '\nComments that are meant to be slow, one thread:\n\n'
	per_byte
}
latency() {
	printf '\nOne comment of 120 to 200 bytes through the C API, in µs:\n\n'
	printf '| call | median | 99.9th percentile |\n| --- | ---: | ---: |\n'
	"$B/tests/bench/latency" "$bundle" <"$inputs/once"
}
instructions() {
	printf '\nInstructions a comment (callgrind), as `make check` holds them:\n\n'
	printf '| input | instructions | budget |\n| --- | ---: | ---: |\n'
	tests/checks/budget.sh | awk '/ instructions a comment/ {printf "| %s | %s | %s |\n", $1, $2, $NF}'
}
machine() {
	printf '%s, %s cores, %s GB; %s, %s;\n' \
		"$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
		"$(awk '/^MemTotal/ {printf "%.0f", $2 / 1e6}' /proc/meminfo)" \
		"$($CC --version | head -n 1)" "$CFLAGS"
	printf 'fastText %s (defaults, dim 100), scikit-learn %s (TF-IDF of words 1 to 2 and letters 2 to 5\n' \
		"$(dpkg-query -W -f='${Version}' fasttext 2>/dev/null || echo 'not installed')" \
		"$($here/sklearn_peer.py version 2>/dev/null || echo 'not installed')"
	printf 'within words, defaults): %s, toxicity, %s rows.\n' "$trained" "$(wc -l <"$peers/rows")"
	printf 'Median of %s runs in turn; a rate leaves out the start (load average before: %s).\n' "$runs" \
		"$(cut -d' ' -f1 /proc/loadavg)"
}
publish() { # the tables into README's block
	awk -v file="$work/tables" '
		/^<!-- speed -->$/ {print; print "**Speed and memory.** `make bench`:"; print ""
			while ((getline line < file) > 0) print line; skip = 1}
		/^<!-- \/speed -->$/ {skip = 0}
		!skip' README.md >"$work/README"
	cp "$work/README" README.md
}
machine | tee "$work/tables"
for part in $parts; do
	case $part in
	scoring | json | scripts | worst | latency | instructions) "$part" | tee -a "$work/tables" ;;
	*) echo "no part $part: scoring json scripts worst latency instructions" >&2 && exit 2 ;;
	esac
done
[ -z "${README:-}" ] || publish
