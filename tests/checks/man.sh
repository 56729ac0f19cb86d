#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual page, which the build assembles: every command has its section, every part was filled
# in, and man(1) has nothing to complain of.
page=$B/moderato.1
passed=0 failed=0
check() { # what, command…
	what=$1
	shift
	if out=$("$@" 2>&1); then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf '%s\n%s\n' "failed: $what" "$out"
	fi
}
same_commands() {
	help=$("$B/moderato" --help | sed -n '/^Options:/q;s/^  \([a-z][a-z]*\)  .*/\1/p' | sort)
	sections=$(sed -n 's/^\.SS \([a-z][a-z]*\)$/\1/p' "$page" | sort)
	[ "$help" = "$sections" ] || { printf '%s\n' "--help:" "$help" "$page:" "$sections" && return 1; }
}
no_part_left() {
	! grep -n '^@' "$page"
}
no_warning() {
	warnings=$(man --warnings -l "$page" 2>&1 >/dev/null)
	[ -z "$warnings" ] || { echo "$warnings" && return 1; }
}
check "the commands of --help have a section each" same_commands
check "every part is filled in" no_part_left
check "man reads it without a warning" no_warning
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
