#!/bin/sh
# SPDX-License-Identifier: MIT
# The bench: inputs made from corpus/ (and CORPORA, a folder, where that is), peers trained on
# the same rows as the bundle, everything measured in turn in one run, printed as Markdown tables.
#
#   B=build/cc CC=cc tests/bench/run.sh build/moderato [scoring|json|scripts|worst|latency|instructions]…
#   … tests/bench/run.sh build/moderato serve   (alone: what serve.sh measures; so are linear,
#   encoder and forms)
#   README=1 also writes the tables into tests/bench/README.md, between <!-- speed --> and
#   <!-- /speed -->
#
# A row's rate is (lines - 1) / (seconds of a run on all its lines - seconds of a run on the first):
# what a program takes to start and to load its model is told beside it and not charged to its rate.
# Both are medians of RUNS runs (5) in turn; min-max is of the runs on all lines.
set -eu
: "${B:?the folder of the build}" "${CC:=cc}" "${CFLAGS:=-O2 -g}"
program=$1
shift
[ $# -gt 0 ] || set -- scoring json scripts worst latency instructions
parts=$*
case " $parts " in
" serve ") exec tests/bench/serve.sh "$program" ;;
" linear ") exec tests/bench/linear.sh ;;
" encoder ") exec tests/bench/encoder.sh ;;
" forms ") exec tests/bench/forms.sh "$program" ;;
esac
runs=${RUNS:-5} corpora=${CORPORA:-../shared/corpora/train}
here=tests/bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tab=$(printf '\t')

sources=$(find "$corpora" -name '*.jsonl' 2>/dev/null | sort || true)
own=$(find corpus -name '*.jsonl' ! -name 'sample-*' | sort)
# shellcheck disable=SC2086 # lists of files
key() { cat "$@" $sources $own | sha256sum | cut -c1-12; }
peers=build/bench/peers-$(key $here/peers.sh $here/sklearn_peer.py)
inputs=build/bench/inputs-$(key $here/inputs.sh $here/generate.c)
english=
for name in toxic-spans wikipedia-toxicity davidson sbic fox-news paradetox; do
	file=$corpora/$name.jsonl
	[ ! -e "$file" ] || english="$english $file"
done
# shellcheck disable=SC2086
$here/inputs.sh "$program" "$B/tests/bench/generate" "$inputs" ${english:-$own}
own_bundle=$([ -n "$sources" ] || echo 1)
# shellcheck disable=SC2086
OWN=$own_bundle $here/peers.sh "$program" "$peers" $sources $own
if [ -n "$sources" ]; then
	bundle=models/default trained="the default bundle and the peers are trained on the same rows"
else
	bundle=$peers/own.bundle trained="a bundle and the peers, trained on the same rows: corpus/ alone"
fi
# By the words alone, except where the encoder is what is measured.
reads="$program score --quiet --bundle $bundle --output scores --format lines"
score="$reads --second never"
head -n 2000 "$inputs/once" >"$inputs/few"

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
	# key, label, lines, bytes, words, seconds after the start (median, min, max), start, peak MiB
	while IFS=$tab read -r key label input command; do
		one=$(median <"$work/$key.one")
		# shellcheck disable=SC2046
		set -- $(LC_ALL=C wc -l -w -c <"$inputs/$input")
		[ "$input" != json ] || set -- "$1" "$(wc -w <"$inputs/lines-words")" "$3" # not the names
		memory=$(cut -d' ' -f3 "$work/$key.all" | median)
		sort -n "$work/$key.all" | awk -v key="$key" -v label="$label" -v n="$1" -v w="$2" \
			-v b="$3" -v one="$one" -v memory="$memory" -v OFS="$tab" '{v[NR] = $1}
			END {m = v[int((NR + 1) / 2)]
				if (m < 5 * one) print "  too few lines for " label ": " m " s, " one \
					" s of them to start" > "/dev/stderr"
				if (v[1] <= one) {print "no rate of " label > "/dev/stderr"; exit 1}
				print key, label, n, b, w, m - one, v[1] - one, v[NR] - one, one, memory / 1024}'
	done <"$work/rows" >"$work/figures"
}
# Rates; ratios are to the first row of the table, or as they say.
rates() {
	printf '| program | comments/s | min-max | MB/s | ns/word | ratio | peak MB | start s |\n'
	printf '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n'
	awk -F "$tab" '{rate[$1] = ($3 - 1) / $6; r = rate[$1]; s = ""
		if (NR == 1) base = r
		else if ($1 ~ /^two/) s = sprintf("%.2fx one thread", r / base)
		else if ($1 == "jsontwo") s = sprintf("%.2fx one thread", r / rate["json"])
		else if ($1 ~ /^peerdistinct/) s = sprintf("ours %.1fx as fast", rate["distinct"] / r)
		else if ($1 ~ /^peer/) s = sprintf("ours %.1fx as fast", base / r)
		else s = sprintf("%.0f %% of the first", 100 * r / base)
		printf "| %s | %.0f | %.0f-%.0f | %.1f | %.1f | %s | %.1f | %.3f |\n", $2, r,
			($3 - 1) / $8, ($3 - 1) / $7, $4 / $6 / 1e6, 1e9 * $6 / $5, s, $10, $9}' "$work/figures"
}
per_byte() {
	printf '| comments | bytes each | ns/byte | min-max | against ASCII |\n'
	printf '| --- | ---: | ---: | ---: | ---: |\n'
	awk -F "$tab" '{each = 1e9 / $4; if (NR == 1) base = $6 * each
		printf "| %s | %.0f | %.2f | %.2f-%.2f | %.1fx |\n", $2, $4 / $3, $6 * each, $7 * each,
			$8 * each, $6 * each / base}' "$work/figures"
}
row() { printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4"; }

scoring() {
	{
		row one 'moderato, 7 attributes' lines "$score -j 1"
		row two 'moderato, two threads' lines "$score -j 2"
		row distinct 'moderato, all comments distinct' distinct "$score -j 1"
		row auto 'moderato as it ships: the encoder reads what the words leave in doubt' few "$reads -j 1"
		row always 'moderato, the encoder reads every comment' few "$reads --second always -j 1"
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
	printf '(moderato 800,000 lines, fastText 200,000 and 100,000, scikit-learn 25,000), and 200,000 that are all\n'
	printf 'distinct, recombined from them with new words coming in; peers have one attribute, ours seven:\n\n'
	rates
}
json() {
	{
		row plain 'plain lines in, scores out' lines-words "$score -j 1"
		row json 'JSON lines in, full verdicts out' json \
			"$program score --quiet --bundle $bundle --format jsonl --output jsonl --second never -j 1"
		row jsontwo 'the same, two threads' json \
			"$program score --quiet --bundle $bundle --format jsonl --output jsonl --second never -j 2"
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
	tests/checks/budget.sh >"$work/counted" || { cat "$work/counted" >&2 && return 1; }
	awk '/ instructions a comment/ {printf "| %s | %s | %s |\n", $1, $2, $NF}' "$work/counted"
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
publish() { # the tables into their place in tests/bench/README.md
	awk -v file="$work/tables" '
		/^<!-- speed -->$/ {print; while ((getline line < file) > 0) print line; skip = 1}
		/^<!-- \/speed -->$/ {skip = 0}
		!skip' $here/README.md >"$work/README.md"
	cp "$work/README.md" $here/README.md
}
# By way of a file, not of a pipe: what fails ends the bench.
machine >"$work/tables"
cat "$work/tables"
for part in $parts; do
	case $part in
	scoring | json | scripts | worst | latency | instructions) "$part" >"$work/table" ;;
	*) echo "no part $part: scoring json scripts worst latency instructions" >&2 && exit 2 ;;
	esac
	cat "$work/table"
	cat "$work/table" >>"$work/tables"
done
[ -z "${README:-}" ] || publish
