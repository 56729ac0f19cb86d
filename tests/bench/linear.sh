#!/bin/sh
# SPDX-License-Identifier: MIT
# The table of tests/linear: instructions a byte of each input at N and 2N bytes, their ratio, and the
# processor's nanoseconds a byte at LARGE bytes (or at what the stage takes at most), as Markdown.
#
#   B=build/cc tests/bench/linear.sh     (N=32768, LARGE=1000000)
set -eu
: "${B:?the folder of the build}" "${N:=32768}" "${LARGE:=1000000}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
N=$N TABLE=$work/counts SAN='' tests/checks/linear.sh >"$work/log" || { cat "$work/log" >&2; exit 1; }
"$B/tests/linear/counted" time "$((LARGE / 2))" | awk '{line[$1] = $2 " " $3 / $2} END {
	for (name in line) print name, line[name]}' | sort >"$work/times"
"$B/tests/linear/counted" list | sort >"$work/stages"
echo '| input | stage | instructions a byte | of twice as many bytes | ratio | bytes | ns a byte |'
echo '| --- | --- | ---: | ---: | ---: | ---: | ---: |'
sort "$work/counts" | join - "$work/times" | while read -r name _ _ once twice ratio bytes ns; do
	printf '| %s | %s | %s | %s | %s | %s | %.1f |\n' "$name" \
		"$(sed -n "s/^$name //p" "$work/stages")" "$once" "$twice" "$ratio" "$bytes" "$ns"
done
printf '\n'
sort -k 6 -nr "$work/counts" | awk 'NR == 1 {printf "Worst ratio: %s (%s). ", $6, $1}'
sort -k 3 -nr "$work/times" | awk 'NR == 1 {printf "Worst time: %.0f ns a byte (%s).\n", $3, $1}'
