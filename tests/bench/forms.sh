#!/bin/sh
# SPDX-License-Identifier: MIT
# Import of whole exports of each form, beside JSON lines of the same comments, which are what import
# writes of them. Prints a table, for exports of SMALL (60) and LARGE (1000) megabytes: MB of input in a
# second of processor time, the best of RUNS (3) in turn when they are small and of one when they are
# large, as whatever else runs only slows them down; JSON lines' and the ratio to it; and the most memory.
# WORK is the folder of the files, which are removed again: up to 2 GB.
#
#   B=build/cc tests/bench/forms.sh build/moderato [FORM…]     (tests/bench/forms.py lists them)
#   README=1 also writes it into tests/bench/README.md, between <!-- forms --> and <!-- /forms -->
set -eu
: "${B:?the folder of the build}" "${SMALL:=60}" "${LARGE:=1000}" "${RUNS:=3}" "${PYTHON:=/usr/bin/python3}"
program=$1
here=tests/bench
work=$(mktemp -d "${WORK:-${TMPDIR:-/tmp}}/forms.XXXXXX")
trap 'rm -rf "$work"' EXIT

if [ -n "${README:-}" ]; then
	README='' "$0" "$@" >"$work/table"
	awk -v table="$work/table" '
		/^<!-- forms -->/ {print; while ((getline line < table) > 0) print line; skip = 1}
		/^<!-- \/forms -->/ {skip = 0}
		!skip' $here/README.md >"$work/README.md"
	cp "$work/README.md" $here/README.md
	exit
fi
shift
# shellcheck disable=SC2046 # words
[ $# -gt 0 ] || set -- $("$PYTHON" -B $here/forms.py)

# FILE: its import's processor seconds and peak in KiB, as a line more of FILE.runs
run() {
	"$B/tests/bench/measure" "$program" import --quiet "$1" | cut -d' ' -f2,3 >>"$1.runs"
}
# FILE: its MB in a second, and the peak in MiB
best() {
	sort -n "$1.runs" | awk -v bytes="$(stat -c %s "$1")" '{if (NR == 1) s = $1; if ($2 > m) m = $2}
		END {printf "%.1f %.1f ", bytes / 1e6 / s, m / 1024}'
}
# MB RUNS: the figures of an export of that size, of JSON lines of it, and how many lines they are
measure() {
	"$PYTHON" -B $here/forms.py "$form" "$1" >"$work/export"
	"$program" import --quiet "$work/export" >"$work/lines"
	i=0
	while [ $i -lt "$2" ]; do
		run "$work/export"
		run "$work/lines"
		i=$((i + 1))
	done
	best "$work/export"
	best "$work/lines"
	wc -l <"$work/lines"
	rm "$work"/*
}

echo "| form | MB/s at $SMALL MB | JSON lines | ratio | MB/s at $LARGE MB | JSON lines | ratio | comments | peak MiB at $SMALL MB | at $LARGE MB |"
echo '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |'
for form; do
	small=$(measure "$SMALL" "$RUNS")
	large=$(measure "$LARGE" 1)
	echo "$form $small $large" | awk '{printf "| %s | %.0f | %.0f | %.2f | %.0f | %.0f | %.2f | %d | %.1f | %.1f |\n",
		$1, $2, $4, $2 / $4, $7, $9, $7 / $9, $11, $3, $8}'
done
