#!/bin/sh
# SPDX-License-Identifier: MIT
# Work is linear in bytes: each input of the table in tests/linear/linear_cases.c is read at N and 2N
# bytes, and takes at most 2.3 times as many instructions for twice as many bytes, as callgrind counts
# them. N is small, so that the whole table takes seconds; make bench BENCH=linear has larger ones.
#
#   B=build/cc tests/checks/linear.sh [NAME]     (N=32768, TABLE=FILE keeps the figures)
. tests/checks/lib.sh
set -e
: "${N:=6000}" "${TABLE:=$work/table}"
[ -z "$SAN" ] || skip_all "a sanitised build"
command -v valgrind >/dev/null || skip_all "no valgrind: make deps-test"

# Valgrind gives up on the debugging information of newer compilers than itself.
strip -o "$work/linear" "$B/tests/linear/linear"
export B N TABLE

# count N TABLE [NAME]: writes "NAME BYTES COUNT PER-BYTE PER-BYTE-OF-TWICE RATIO" for each row.
count() {
	size=$1 table=$2
	shift 2
	rm -rf "$work/counts" && mkdir "$work/counts"
	valgrind --tool=callgrind --collect-atstart=no --combine-dumps=no \
		--callgrind-out-file="$work/counts/out" "$work/linear" count "$size" "$@" >"$work/log" 2>&1 || {
		tail -n 20 "$work/log"
		fail "the table was not read to its end"
		finish
	}
	find "$work/counts" -name 'out.*' -print0 | sort -zV | xargs -0 awk '
		/^desc: Trigger: Client Request: / {name = $5; bytes = $6}
		/^(totals|summary): / && name {print name, bytes, $2; name = ""}' |
		awk '$1 == name {
			printf "%s %d %d %.1f %.1f %.2f\n", name, bytes, $2, count / bytes, $3 / $2, $3 / count * 2 * bytes / $2
			next
		}
		{name = $1; bytes = $2; count = $3}' >"$table"
}
count "$N" "$TABLE" "$@"
# What a limit bounds grows faster than its input until the limit is reached: beyond that it is counted again.
for name in $(awk '$6 > 2.3 {print $1}' "$TABLE"); do
	count $((4 * N)) "$work/again" "$name"
	awk -v name="$name" 'NR == FNR {if ($1 == name) again = $0; next} $1 == name && again {print again; next} {print}' \
		"$work/again" "$TABLE" >"$work/mended" && mv "$work/mended" "$TABLE"
done
rows=$("$B/tests/linear/linear" list | grep -c "^${1:-}")
is "rows counted" "$(wc -l <"$TABLE")" "$rows"
is "at least 120 inputs" "$([ "$rows" -ge 120 ] || [ $# -gt 0 ] && echo yes)" yes
while read -r name _ _ once twice ratio; do
	is "$name: $once instructions a byte, and $twice of twice as many bytes" \
		"$(awk -v ratio="$ratio" 'BEGIN {print (ratio > 2.3 ? ratio : "linear")}')" linear
done <"$TABLE"
sort -k 6 -nr "$TABLE" | awk 'NR == 1 {printf "worst ratio %.2f: %s\n", $6, $1}'
finish
