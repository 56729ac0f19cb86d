#!/bin/sh
# SPDX-License-Identifier: MIT
# Import of whole exports of each form, beside JSON lines of the same comments, which are what import
# writes of them. Prints a table: MB of input in a second of processor time, the best of RUNS (3) in
# turn at SMALL megabytes (250), as whatever else runs only slows them down; the ratio to that of JSON
# lines; the rate at LARGE megabytes (1000); and the most memory at both. WORK is the folder of the
# files, which are removed again.
#
#   B=build/cc tests/bench/forms.sh build/moderato [FORM…]     (tests/bench/forms.py lists them)
set -eu
: "${B:?the folder of the build}" "${SMALL:=250}" "${LARGE:=1000}" "${RUNS:=3}" "${PYTHON:=/usr/bin/python3}"
program=$1
shift
here=tests/bench
# shellcheck disable=SC2046 # words
[ $# -gt 0 ] || set -- $("$PYTHON" -B $here/forms.py)
work=$(mktemp -d "${WORK:-${TMPDIR:-/tmp}}/forms.XXXXXX")
trap 'rm -rf "$work"' EXIT

# FILE: its import's processor seconds and peak in KiB, as a line more of FILE.runs
run() {
	"$B/tests/bench/measure" "$program" import --quiet "$1" | cut -d' ' -f2,3 >>"$1.runs"
}
# FILE: its MB in a second, and the peak in MiB
best() {
	sort -n "$1.runs" | awk -v bytes="$(stat -c %s "$1")" '{if (NR == 1) s = $1; if ($2 > m) m = $2}
		END {printf "%.1f %.1f\n", bytes / 1e6 / s, m / 1024}'
}

echo "| form | MB/s | of JSON lines | ratio | at $LARGE MB | comments | peak MiB at $SMALL MB | at $LARGE MB |"
echo '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |'
for form; do
	"$PYTHON" -B $here/forms.py "$form" "$SMALL" >"$work/small"
	"$program" import --quiet "$work/small" >"$work/lines"
	i=0
	while [ $i -lt "$RUNS" ]; do
		run "$work/small"
		run "$work/lines"
		i=$((i + 1))
	done
	best "$work/small" >"$work/figures"
	best "$work/lines" >>"$work/figures"
	comments=$(wc -l <"$work/lines")
	rm "$work/lines"
	"$PYTHON" -B $here/forms.py "$form" "$LARGE" >"$work/large"
	run "$work/large"
	best "$work/large" >>"$work/figures"
	rm "$work/large"
	awk -v form="$form" -v comments="$comments" '{rate[NR] = $1; peak[NR] = $2} END {
		printf "| %s | %.0f | %.0f | %.2f | %.0f | %d | %.1f | %.1f |\n", form, rate[1], rate[2],
			rate[1] / rate[2], rate[3], comments, peak[1], peak[3]}' "$work/figures"
	rm "$work"/*
done
