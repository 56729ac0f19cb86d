#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual page, which the build assembles: every command has its section, every part was filled
# in, and man(1) has nothing to complain of.
. tests/checks/lib.sh
page=$B/moderato.1
same_commands() {
	help=$("$moderato" --help | sed -n '/^Options:/q;s/^  \([a-z][a-z]*\)  .*/\1/p' | sort)
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
finish
