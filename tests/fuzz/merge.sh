#!/bin/sh
# SPDX-License-Identifier: MIT
# Take into a fuzzer's seeds what its runs found and what reaches code that no seed reaches. Edges
# count, not how often they are taken, and short inputs come first: at most SEEDS_BYTES (12000) of
# new ones a target, so that the tree stays small and the replay short.
#
#   tests/fuzz/merge.sh build/fuzz csv
set -eu
program=$1/fuzz_$2
found=$1/found/$2
seeds=$(dirname "$0")/corpus/$2
left=${SEEDS_BYTES:-12000}
new=$1/merge/$2
rm -rf "$new"
mkdir -p "$new" "$seeds" "$found"
cp "$seeds"/* "$new" 2>/dev/null || true
"$program" -merge=1 -use_counters=0 -timeout=10 "$new" "$found" > "$1/merge/$2.log" 2>&1
n=0
for name in $(ls -rS "$new"); do
	[ -e "$seeds/$name" ] && continue
	size=$(wc -c < "$new/$name")
	[ "$size" -le "$left" ] || break
	left=$((left - size))
	n=$((n + 1))
	cp "$new/$name" "$seeds/found-$(printf %s "$name" | cut -c 1-12)"
done
printf '  %-13s %5d new seeds of %5d found, %6d bytes\n' "$2" "$n" "$(ls "$found" | wc -l)" \
	$((${SEEDS_BYTES:-12000} - left))
