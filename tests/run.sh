#!/bin/sh
# SPDX-License-Identifier: MIT
# Run every test of one build and add up: each cmocka program, each script in tests/checks/, the
# command's golden cases and the fuzzers' seeds. A suite's output is shown when it fails. The last
# line is "N passed, N failed, N skipped".
#
#   B=build/cc BUILD=build CC=cc tests/run.sh build/cc/tests/unit/test_…
set -u
: "${B:?the folder of the build}"
log=$B/test.log
passed=0 failed=0 skipped=0

# Count what a suite said: cmocka's summary, or a script's "N passed, N failed[, N skipped]".
number() {
	sed -n "$1" "$log" | awk '{n += $1} END {print n + 0}'
}

run() { # name command…
	name=$1
	shift
	"$@" >"$log" 2>&1 </dev/null
	code=$?
	p=$(number 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p; s/^\([0-9]*\) passed, .*/\1/p')
	s=$(number 's/^\[  SKIPPED \] \([0-9]*\) test.*/\1/p; s/.* \([0-9]*\) skipped$/\1/p')
	f=$(number 's/^\[  FAILED  \] \([0-9]*\) test.*/\1/p; s/.* passed, \([0-9]*\) failed.*/\1/p')
	if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then
		f=1
	fi
	if [ "$((p + s + f))" -eq 0 ]; then
		f=1 # a suite that ran nothing has failed
	fi
	printf '  %-30s %5d passed %4d failed %4d skipped\n' "$name" "$p" "$f" "$s"
	if [ "$f" -ne 0 ]; then
		sed 's/^/    | /' "$log" | tail -n 60
	fi
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

for t in "$@"; do
	run "$(basename "$t")" "$t"
done
MODERATO=$PWD/$B/moderato BUNDLE=$PWD/$B/test.bundle run "the command (tests/cli)" tests/cli/run.sh
for check in tests/checks/*.sh; do
	[ "$check" = tests/checks/lib.sh ] && continue # what they share
	run "$(basename "$check" .sh)" "$check"
done
for fuzzer in "$B"/fuzz/replay_*; do
	[ -x "$fuzzer" ] && run "$(basename "$fuzzer")" tests/fuzz/replay.sh "$fuzzer"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
