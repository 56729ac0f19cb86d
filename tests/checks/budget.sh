#!/bin/sh
# SPDX-License-Identifier: MIT
# The instructions that a comment takes, counted by callgrind (they do not vary, as time does), are
# within 5 % of what tests/bench/budget.txt has for this compiler; other compilers, flags and
# machines than those recorded there are skipped, as are sanitised builds. Counted with the default
# bundle, over a run of all lines less a run of the first line.
#
#   B=build/cc CC=cc tests/checks/budget.sh     (UPDATE=1 records what is counted now)
. tests/checks/lib.sh
set -e
: "${CC:=cc}" "${CFLAGS:=-O2 -g}"
budget=tests/bench/budget.txt
[ -z "$SAN" ] || skip_all "a sanitised build"
[ "$CFLAGS" = '-O2 -g' ] || skip_all "recorded for -O2 -g, not for $CFLAGS"
command -v valgrind >/dev/null || skip_all "no valgrind: make deps-test"

compiler=$($CC -dM -E - </dev/null | awk '
	$2 == "__clang_major__" {clang = "clang-" $3} $2 == "__GNUC__" {gcc = "gcc-" $3}
	END {print clang ? clang : gcc}')
# The library picks its vectors by the processor; valgrind knows those up to AVX2.
key=$(uname -m)$(grep -qs ' avx2 ' /proc/cpuinfo && echo -avx2)/$compiler
[ -n "${UPDATE:-}" ] || grep -q "^$key " "$budget" || skip_all "nothing recorded for $key in $budget"

# Valgrind gives up on the debugging information of newer compilers than itself.
strip -o "$work/moderato" "$moderato"
generate=$B/tests/bench/generate
jq -r '.text | select(test("^[ -~]{120,200}$"))' corpus/abuse.jsonl corpus/benign.jsonl \
	corpus/news.jsonl corpus/posts.jsonl >"$work/lines"
jq -Rc '{id: "\(input_line_number)", text: ., author: "Ann"}' "$work/lines" >"$work/jsonl"
"$generate" cyrillic 400 >"$work/cyrillic"
"$generate" words 8 >"$work/words"

count() { # input, options…: the instructions of scoring it
	input=$1
	shift
	MODERATO_BUNDLE=models/default valgrind --tool=callgrind \
		--callgrind-out-file="$work/out" "$work/moderato" score -j 1 --quiet --second "$second" "$@" "$input" \
		>"$work/scores" 2>"$work/log" || { cat "$work/log" >&2 && exit 1; }
	sed -n 's/^totals: //p' "$work/out"
}
# What the words alone take; the last row is of comments that are read twice.
second=never
new=
row() { # name, input, options…
	name=$1 input=$work/$2
	shift 2
	head -n 1 "$input" >"$work/one"
	all=$(count "$input" "$@")
	one=$(count "$work/one" "$@")
	n=$(wc -l <"$input")
	[ "$(wc -l <"$work/scores")" -eq 1 ]
	now=$(((all - one) / (n - 1)))
	new="$new$key $name $now
"
	was=$(awk -v key="$key" -v name="$name" '$1 == key && $2 == name {print $3}' "$budget")
	is=$(awk -v was="${was:-0}" -v now="$now" 'BEGIN {
		print (was == 0 || now > 1.05 * was ? "over" : now < 0.95 * was ? "under" : "within")}')
	printf '%-22s %9d instructions a comment, budget %9d\n' "$name" "$now" "${was:-0}"
	if [ "$is" = over ] && [ -z "${UPDATE:-}" ]; then
		fail "$name"
		echo "  more than 5 % over: make it as fast again, or say why not and make bench-budget"
		return
	fi
	pass
	[ "$is" = within ] || [ -n "${UPDATE:-}" ] || echo "  improved: record it with make bench-budget"
}
row ascii-lines lines --format lines --output scores
row json-verdicts jsonl --format jsonl --output jsonl
row cyrillic-lines cyrillic --format lines --output scores
row words-of-20-KB words --format lines --output scores
second=always
head -n 20 "$work/lines" >"$work/few"
row read-twice few --format lines --output scores
if [ -n "${UPDATE:-}" ]; then
	{ grep -v "^$key " "$budget" || true; printf '%s' "$new"; } >"$work/budget"
	cp "$work/budget" "$budget"
fi
finish
