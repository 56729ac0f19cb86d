#!/bin/sh
# SPDX-License-Identifier: MIT
# Make the bench's inputs in the folder OUT from SOURCES (JSON lines), the same bytes each time;
# nothing when they are there.
#
#   tests/bench/inputs.sh build/moderato build/cc/tests/bench/generate OUT SOURCES…
set -eu
program=$1 generate=$2 out=$3
shift 3
[ ! -e "$out/done" ] || exit 0
rm -rf "$out"
mkdir -p "$out"
texts='.text | split("\n") | join(" ") | split("\r") | join(" ")'
repeat() { # N: the lines of standard input over and over, N in all
	awk -v n="$1" '{line[NR] = $0} END {for (i = 0; i < n; i++) print line[i % NR + 1]}'
}
# Real comments of 120 to 200 bytes of ASCII, each once, mixed by a hash of what they say.
jq -r "$texts" "$@" >"$out/texts"
LC_ALL=C grep -xE '[ -~]{120,200}' "$out/texts" | LC_ALL=C sort -u |
	awk '{x = 7; for (i = 1; i <= 40; i++) x = (x * 31 + index("etaoinshrdlucmfwypvbgkjqxz ", substr($0, i, 1))) % 1000003
		print x "\t" $0}' | LC_ALL=C sort -n | cut -f2- >"$out/once"
repeat 800000 <"$out/once" >"$out/lines"
head -n 200000 "$out/lines" >"$out/lines-words"
head -n 100000 "$out/lines" >"$out/lines-letters"
head -n 25000 "$out/lines" >"$out/lines-sklearn"
jq -Rc '{id: "\(input_line_number)", text: ., author: "Ann Onymous",
	created: "2026-11-23T08:12:40Z"}' "$out/lines-words" >"$out/json"
"$generate" distinct 201000 <"$out/once" >"$out/some" # very long words make a few twice
LC_ALL=C awk '!seen[$0]++ && n++ < 200000' "$out/some" >"$out/distinct"
[ "$(wc -l <"$out/distinct")" -eq 200000 ]
"$generate" cyrillic 50000 >"$out/cyrillic"
"$generate" cjk 50000 >"$out/cjk"
"$generate" emoji 50000 <"$out/once" >"$out/emoji"
# Every word in disguise, in each family in turn.
head -n 3000 "$out/once" >"$out/some"
"$program" perturb --quiet --format lines --share 1 --seed 1 "$out/some" >"$out/disguised"
jq -r "$texts" "$out/disguised" >"$out/obfuscated"
for kind in words marks links collide; do
	"$generate" $kind 150 >"$out/worst-$kind"
done
for kind in letter open; do
	"$generate" $kind 1500 >"$out/worst-$kind"
done
rm "$out/texts" "$out/some" "$out/disguised"
: >"$out/done"
