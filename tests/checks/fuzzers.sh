#!/bin/sh
# SPDX-License-Identifier: MIT
# Every fuzzer has a dictionary, seeds, and a line that names its parser's files, which are there. All
# seeds together stay small, as every clone has them and every `make check` runs them.
. tests/checks/lib.sh
SEEDS_KB=500

for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c | sed 's/^fuzz_//')
	check "$name has a dictionary" test -s "tests/fuzz/$name.dict"
	check "$name has seeds" test -n "$(ls "tests/fuzz/corpus/$name")"
	files=$(sed -n "s/^$name: *//p" tests/fuzz/parsers.txt)
	check "$name has files" test -n "$files"
	for file in $files; do
		check "$name: $file" test -f "$file"
	done
done
bytes=$(cat tests/fuzz/corpus/*/* | wc -c)
check "$((bytes / 1024)) KB of seeds" test $((bytes / 1024)) -le $SEEDS_KB
finish
