#!/bin/sh
# SPDX-License-Identifier: MIT
# How fast the encoder is on one thread, at each SIMD level, and beside the same network in PyTorch,
# where PYTHON (python3) has that. All are measured in turn in one run, ROUNDS (3) times; a rate is
# the best one, in comments to a second of the processor, because others use the machine as well.
# With ENCODER, a file that tools/encoder/export.py wrote: how long it takes to read, too.
#
#   B=build/cc tests/bench/encoder.sh
set -eu
: "${B:?the folder of the build}"
program=$B/tests/bench/encoder python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

torch=
if "$python" -c 'import torch' 2>/dev/null; then torch=1; fi
ours() { "$program" rate "$1" "$2" "$3" >>"$work/$1-$2-$3" || rm -f "$work/$1-$2-$3"; }
best() { if [ -e "$work/$1" ]; then sort -n "$work/$1" | tail -n 1; fi; }
best_of_torch() { if [ -n "$torch" ]; then sed -n "s/^$1 //p" "$work/torch" | sort -n | tail -n 1; fi; }

cases="8-1 20-1 40-1 80-1 128-1 40-16"
i=0
while [ $i -lt "${ROUNDS:-3}" ]; do
	for case in $cases; do
		ours best "${case%-*}" "${case#*-}"
	done
	for level in scalar avx2 avx512 neon; do
		ours $level 40 1
	done
	# shellcheck disable=SC2086 # a list
	[ -z "$torch" ] || "$python" -B tools/encoder/bench.py $cases >>"$work/torch"
	i=$((i + 1))
done

printf '\n%s: six layers of 384, one thread, comments a second of the processor:\n\n' \
	"$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)"
printf '| pieces each | at a time | comments/s | PyTorch, float32 | ratio | memory, KiB |\n'
printf '| ---: | ---: | ---: | ---: | ---: | ---: |\n'
for case in $cases; do
	printf '%s|%s|%s|%s|%s\n' "${case%-*}" "${case#*-}" "$(best "best-$case")" "$(best_of_torch "$case")" \
		"$("$program" memory "${case%-*}" "${case#*-}")"
done | awk -F '|' '{printf "| %s | %s | %.0f | %s | %s | %s |\n", $1, $2, $3, $4 ? sprintf("%.0f", $4) : "-",
	$4 ? sprintf("%.1f", $3 / $4) : "-", $5}'
printf '\n| level | comments/s of 40 pieces |\n| --- | ---: |\n'
for level in scalar avx2 avx512 neon; do
	rate=$(best $level-40-1)
	[ -z "$rate" ] || printf '| %s | %.0f |\n' $level "$rate"
done
[ -z "${ENCODER:-}" ] || printf '\nTo read and check %s bytes: %s ms.\n' "$(wc -c <"$ENCODER")" "$("$program" read "$ENCODER")"
