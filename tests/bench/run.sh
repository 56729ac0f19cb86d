#!/bin/sh
# SPDX-License-Identifier: MIT
# Score the same lines with moderato and with fastText (words only, and with letters in a row), in
# turn, in one run, one thread each; print the medians and the ratios. The peer is a Debian package
# (make deps-dev); without it only moderato's own figures are printed.
#
#   tests/bench/run.sh build/moderato [RUNS]
set -eu
program=$1
runs=${2:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The project's own comments, one a line, cut to 160 bytes of ASCII, repeated to 100,000 lines.
cat corpus/abuse.jsonl corpus/benign.jsonl corpus/spam.jsonl |
	jq -r '.text | gsub("[^ -~]+"; " ")' | cut -c1-160 | awk 'length > 0' >"$work/once"
awk -v n=100000 '{line[NR] = $0} END {for (i = 0; i < n; i++) print line[i % NR + 1]}' \
	"$work/once" >"$work/lines"
lines=$(wc -l <"$work/lines")
bytes=$(wc -c <"$work/lines")

seconds() { # command…: its wall-clock seconds; its peak memory in KiB goes to $work/memory
	/usr/bin/env time -f '%e %M' -o "$work/time" "$@" >/dev/null 2>/dev/null
	cut -d' ' -f2 "$work/time" >>"$work/memory.$name"
	cut -d' ' -f1 "$work/time"
}
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

own() { seconds "$program" score -j 1 --quiet --format lines --output scores "$work/lines"; }
peer() { seconds fasttext predict-prob "$work/$name.bin" "$work/lines" 1; }

names=moderato
if command -v fasttext >/dev/null; then
	jq -r '"__label__\(.labels.toxicity // 0) \(.text | gsub("[\n\r]"; " "))"' \
		corpus/abuse.jsonl corpus/benign.jsonl corpus/spam.jsonl >"$work/train"
	fasttext supervised -input "$work/train" -output "$work/words" -thread 1 >/dev/null 2>&1
	fasttext supervised -input "$work/train" -output "$work/letters" -minn 2 -maxn 5 -thread 1 \
		>/dev/null 2>&1
	names="moderato words letters"
fi
i=0
while [ $i -lt "$runs" ]; do
	for name in $names; do
		if [ "$name" = moderato ]; then own; else peer; fi >>"$work/seconds.$name"
	done
	i=$((i + 1))
done
printf '%s lines, %s bytes, one thread, median of %s runs in turn\n' "$lines" "$bytes" "$runs"
printf '%-30s %12s %8s %9s %7s\n' program comments/s MB/s 'peak MB' ratio
base=$(median <"$work/seconds.moderato")
for name in $names; do
	case $name in
	moderato) label='moderato, 7 attributes' ;;
	words) label='fastText, words' ;;
	*) label='fastText, letters 2 to 5' ;;
	esac
	awk -v t="$(median <"$work/seconds.$name")" -v base="$base" -v n="$lines" -v b="$bytes" \
		-v m="$(median <"$work/memory.$name")" -v label="$label" 'BEGIN {
		printf "%-30s %12.0f %8.1f %9.1f %6.1fx\n", label, n / t, b / t / 1e6, m / 1024, t / base}'
done
