# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What the checks beside this file share. Each begins with `. tests/checks/lib.sh`, from the root of
# the tree, and ends with `finish`. B is the folder of the build.
set -u
: "${B:?the folder of the build}" "${SAN:=}"
export LC_ALL=C.UTF-8
unset MODERATO_BUNDLE # a check says which one it uses
# shellcheck disable=SC2034 # the checks use these
root=$PWD moderato=$(cd "$B" && pwd)/moderato
# The bundle that is trained for tests, where a reduced run does not say another build's.
test_bundle=$(realpath "${BUNDLE:-$B/test.bundle}")
unset BUNDLE
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 4' HUP INT TERM
passed=0 failed=0 skipped=0

pass() {
	passed=$((passed + 1))
}
fail() { # name
	failed=$((failed + 1))
	echo "failed: $1"
}

# check NAME COMMAND…: the command must succeed. What it printed is shown when it does not.
check() {
	checked=$1
	shift
	if "$@" >"$work/.check" 2>&1; then
		pass
	else
		fail "$checked"
		tail -n 40 "$work/.check"
	fi
}

# is NAME GOT EXPECTED: both must be the same text.
is() {
	if [ "$2" = "$3" ]; then
		pass
	else
		fail "$1"
		printf '  got      %s\n  expected %s\n' "$2" "$3"
	fi
}

# add PASSED FAILED: count what another program tested.
add() {
	passed=$((passed + $1)) failed=$((failed + $2))
}

skip() { # why
	echo "skipped: $1"
	skipped=$((skipped + 1))
}

# Ends the check with what it found.
finish() {
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" -eq 0 ]
	exit
}
skip_all() { # why
	skip "$1"
	finish
}

# needs FILE: without it, which is beside the tree on some machines only, the check is skipped.
needs() {
	[ -e "$1" ] || skip_all "no $1"
}
