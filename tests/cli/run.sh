#!/bin/sh
# SPDX-License-Identifier: MIT
# Run the command line's golden cases: each COMMAND/*.sh below this folder (common/ has those of no
# single command), in an empty folder of its own.
#
#   MODERATO=build/moderato BUNDLE=build/test.bundle tests/cli/run.sh [CASE… | COMMAND/…]
#
# Standard output, standard error and the exit code must equal NAME.stdout, NAME.stderr (none:
# empty) and NAME.exit (none: 0). A case sees $MODERATO, $BUNDLE, $CORPUS and $SEEDS (the fuzzers')
# as absolute paths, and MODERATO_BUNDLE is set. UPDATE=1 writes what was seen as what is expected: read the difference.
set -u

here=$(cd "$(dirname "$0")" && pwd) || exit 4
absolute() {
	case $1 in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac
}
MODERATO=$(absolute "${MODERATO:-$here/../../build/moderato}")
: "${BUNDLE:?set it to a bundle trained on corpus/*.jsonl}"
BUNDLE=$(absolute "$BUNDLE")
CORPUS=$(cd "${CORPUS:-$here/../../corpus}" && pwd) || exit 4
MODERATO_BUNDLE=$BUNDLE
SEEDS=$here/../fuzz/corpus
export MODERATO BUNDLE CORPUS SEEDS MODERATO_BUNDLE
export LC_ALL=C.UTF-8 TERM=dumb
unset NO_COLOR

work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 4' HUP INT TERM
passed=0 failed=0
: >"$work/none"

# expect NAME SUFFIX: compare what was seen with what is expected.
expect() {
	if [ -n "${UPDATE:-}" ]; then
		if [ -s "$work/$2" ]; then cp "$work/$2" "$here/$1.$2"; else rm -f "$here/$1.$2"; fi
		return 0
	fi
	expected=$here/$1.$2
	[ -e "$expected" ] || expected=$work/none
	cmp -s "$expected" "$work/$2" && return 0
	echo "FAILED $1: $2"
	diff -u "$expected" "$work/$2" | sed 1,2d | head -40
	return 1
}

# With TIMES=1, the processor time that a case took.
spent=0
took() {
	times >"$work/times"
	before=$spent
	spent=$(awk 'NR == 2 {split($1, u, /[ms]/); split($2, s, /[ms]/); print 60 * (u[1] + s[1]) + u[2] + s[2]}' "$work/times")
	awk -v name="$name" -v before="$before" -v now="$spent" 'BEGIN {printf "%8.2f s  %s\n", now - before, name}'
}

run() {
	name=$1
	rm -rf "$work/in" && mkdir "$work/in" || exit 4
	(cd "$work/in" && exec sh "$here/$name.sh") </dev/null >"$work/stdout" 2>"$work/stderr"
	code=$?
	[ -z "${TIMES:-}" ] || took
	: >"$work/exit"
	[ "$code" -eq 0 ] || echo "$code" >"$work/exit"
	good=1
	for part in stdout stderr exit; do
		expect "$name" "$part" || good=0
	done
	if [ $good -eq 1 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

# Every case below this folder, or those that are named: score, score_csv, score/score_csv.sh.
run_all() { # pattern…
	for pattern; do
		for file in "$here"/$pattern; do
			[ -e "$file" ] || continue
			name=${file#"$here/"}
			run "${name%.sh}"
		done
	done
}
if [ $# -eq 0 ]; then
	run_all '*/*.sh'
else
	for name; do
		name=${name#tests/cli/}
		name=${name%/}
		case ${name%.sh} in
		*/*) run_all "${name%.sh}.sh" ;;
		*) if [ -d "$here/$name" ]; then run_all "$name/*.sh"; else run_all "*/${name%.sh}.sh"; fi ;;
		esac
	done
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
