#!/bin/sh
# SPDX-License-Identifier: MIT
# Which lines of each parser's files are run by its fuzzer's seeds, and by what `make fuzz` found.
# tests/fuzz/parsers.txt says which files are whose.
#
#   tests/fuzz/cover.sh build/fuzz-cover build/fuzz/found csv text
set -eu
folder=$1
found=$2
shift 2
llvm=$(clang --version | sed -n 's/.*version \([0-9]*\).*/\1/p')
tool() {
	if command -v "$1" > /dev/null; then echo "$1"; else echo "$1-$llvm"; fi
}
profdata=$(tool llvm-profdata)
cov=$(tool llvm-cov)

# Names in the report are relative (-ffile-prefix-map), which its own choice of files does not match.
lines() { # PROFILE FILES: "lines missed", in sum
	"$cov" report "$program" -instr-profile="$1" |
		awk -v files=" $2 " 'index(files, " " $1 " ") {n += $8; missed += $9} END {print n, missed}'
}

run() { # PROFILE FOLDERS
	out=$1
	shift
	LLVM_PROFILE_FILE=$out.raw "$program" "$@" > /dev/null 2> "$out.said" || {
		tail -n 3 "$out.said"
		exit 1
	}
	"$profdata" merge -sparse "$out.raw" -o "$out"
	rm "$out.raw"
}

printf '  %-13s %6s %7s %7s  %s\n' target lines seeds found files
for name; do
	program=$folder/fuzz/replay_$name
	files=$(sed -n "s/^$name: *//p" tests/fuzz/parsers.txt)
	run "$folder/$name.seeds" "tests/fuzz/corpus/$name"
	run "$folder/$name.found" "tests/fuzz/corpus/$name" $(ls -d "$found/$name" 2> /dev/null || true)
	{ lines "$folder/$name.seeds" "$files" && lines "$folder/$name.found" "$files"; } |
		awk -v name="$name" -v files="$files" 'NR == 1 {n = $1; a = $2} NR == 2 {b = $2}
			END {printf "  %-13s %6d %6.1f%% %6.1f%%  %s\n", name, n, 100 * (n - a) / n,
				100 * (n - b) / n, files}'
done
