#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the test suites of one build, as many at a time as there are processors, and adds up. The last
# line is "N passed, N failed, N skipped".
#
#   B=build/cc BUNDLE=build/cc/test.bundle CC=cc tests/run.sh [SUITE…]
#
# A suite is unit/NAME (a cmocka program), cli/COMMAND (golden cases, or one: cli/score/score_csv),
# http/NAME (a program that asks a daemon, see tests/http/lib.py), check/NAME (a script) or fuzz/NAME
# (a fuzzer's seeds); unit/, cli/, http/, check/ and fuzz/ mean all of theirs. Without an argument all
# run. With REDUCED=thread or REDUCED=address only those do that tests/reduced.txt leaves to such a
# build. TIMES=1 lists the slowest suites at the end, JOBS=1 runs one at a time, and the output of
# each is in $B/log/.
set -u
: "${B:?the folder of the build}" "${REDUCED:=}" "${JOBS:=$(nproc)}"
log=$B/log
rm -rf "$log" && mkdir -p "$log" || exit 4

# The names of the suites of a kind.
suites() {
	for kind; do
		case $kind in
		unit) ls tests/unit/test_*.c | sed 's|.*/test_\(.*\)\.c$|unit/\1|' ;;
		cli) ls -d tests/cli/*/ | sed 's|.*/cli/\(.*\)/$|cli/\1|' ;;
		http) ls tests/http/*.py | sed 's|.*/\(.*\)\.py$|http/\1|' | grep -v 'lib$' ;;
		check) ls tests/checks/*.sh | sed 's|.*/\(.*\)\.sh$|check/\1|' | grep -vx check/lib ;;
		fuzz) ls "$B"/fuzz/replay_* | sed -n 's|.*/replay_\([a-z_]*\)$|fuzz/\1|p' ;;
		esac
	done
}

# The suites that a reduced run of this kind of build leaves.
reduced() {
	case $REDUCED in
	thread) awk '$1 == "thread" {print $2}' tests/reduced.txt ;;
	address)
		awk '$1 == "address" {print $2}' tests/reduced.txt >"$log/left-out"
		suites cli http check unit fuzz | grep -vxFf "$log/left-out"
		;;
	*) suites cli http check unit fuzz ;;
	esac
}

if [ $# -eq 0 ]; then
	reduced
else
	for suite; do
		case $suite in
		unit | unit/ | cli | cli/ | http | http/ | check | check/ | fuzz | fuzz/) suites "${suite%/}" ;;
		*) echo "$suite" ;;
		esac
	done
fi >"$log/suites"
# The longest first: a processor that is left with it at the end would keep the others waiting.
{ grep -x unit/alloc_train "$log/suites"; grep -vx unit/alloc_train "$log/suites"; } | xargs -n 1 -P "$JOBS" tests/suite.sh

# Each suite has left a line "passed failed skipped seconds name", if nothing killed it.
while read -r suite; do
	result=$log/$(echo "$suite" | tr / -).result
	if [ -e "$result" ]; then cat "$result"; else
		echo "  $suite was killed before it ended" >&2
		echo "0 1 0 0 $suite"
	fi
done <"$log/suites" >"$log/results"
# What failed, for who reads the end of a long log: .ci/run says it once more.
awk '$2 > 0 {print $5}' "$log/results" | while read -r suite; do
	cat "$log/$(echo "$suite" | tr / -).said" 2>/dev/null || echo "  $suite was killed before it ended"
done >"$log/failed"
if [ -n "${TIMES:-}" ]; then
	echo "Slowest, in seconds of processor time:"
	sort -k 4,4 -rn "$log/results" | head -n 25 | awk '{printf "  %7.1f  %s\n", $4, $5}'
	awk '{t += $4} END {printf "  %7.1f  all\n", t}' "$log/results"
fi
awk '{p += $1; f += $2; s += $3}
	END {
		printf "%d passed, %d failed, %d skipped\n", p, f, s
		exit f > 0
	}' "$log/results"
