#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs one suite for tests/run.sh, which see. Prints its counts, and its output when something failed.
set -u
suite=$1
log=$B/log/$(echo "$suite" | tr / -)
export MODERATO="$PWD/$B/moderato"

case $suite in
unit/*) set -- "$B/tests/unit/test_${suite#unit/}" ;;
cli/*) set -- tests/cli/run.sh "${suite#cli/}" ;;
http/*) set -- "${PYTHON:-/usr/bin/python3}" -B "tests/http/${suite#http/}.py" ;;
check/*) set -- "tests/checks/${suite#check/}.sh" ;;
fuzz/*) set -- tests/fuzz/replay.sh "$B/fuzz/replay_${suite#fuzz/}" ;;
*) set -- sh -c "echo '$suite: there is no such suite'; exit 1" ;;
esac
"$@" >"$log.log" 2>&1 </dev/null
code=$?
times >"$log.times"

# Count what a suite said: cmocka's summary, or a script's "N passed, N failed[, N skipped]".
number() {
	sed -n "$1" "$log.log" | awk '{n += $1} END {print n + 0}'
}
p=$(number 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p; s/^\([0-9]*\) passed, .*/\1/p')
s=$(number 's/^\[  SKIPPED \] \([0-9]*\) test.*/\1/p; s/.* \([0-9]*\) skipped$/\1/p')
f=$(number 's/^\[  FAILED  \] \([0-9]*\) test.*/\1/p; s/.* passed, \([0-9]*\) failed.*/\1/p')
if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then
	f=1
fi
if [ "$((p + s + f))" -eq 0 ]; then
	f=1 # a suite that ran nothing has failed
fi
# The second line is the children's "0m1.20s 0m0.30s".
seconds=$(awk 'NR == 2 {
	split($1, u, /[ms]/)
	split($2, s, /[ms]/)
	printf "%.1f", 60 * (u[1] + s[1]) + u[2] + s[2]
}' "$log.times")
echo "$p $f $s $seconds $suite" >"$log.result"
{
	printf '  %-30s %5d passed %4d failed %4d skipped\n' "$suite" "$p" "$f" "$s"
	[ "$f" -eq 0 ] || sed 's/^/    | /' "$log.log" | tail -n 60
} >"$log.said"
cat "$log.said" # at once, as others print beside it
