#!/bin/sh
# SPDX-License-Identifier: MIT
# Compare each command's options in --help with those in the man page, both ways.
#
#   tools/check_man.sh build/moderato tools/moderato.1
set -u
program=${1:?usage: check_man.sh PROGRAM MANPAGE}
page=${2:?usage: check_man.sh PROGRAM MANPAGE}
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
code=0

commands=$("$program" --help | sed -n '/^Options:/q;s/^  \([a-z][a-z]*\)  .*/\1/p')
printf '%s\n' $commands | sort >"$work/commands"
sed -n 's/^\.SS \([a-z][a-z]*\)$/\1/p' "$page" | sort >"$work/sections"
if ! diff "$work/commands" "$work/sections" >"$work/diff"; then
	echo "commands of --help (<) and $page (>):" && cat "$work/diff"
	code=1
fi

for command in $commands; do
	"$program" "$command" --help | sed -n '/^Options:/,/^Examples:/p' |
		sed -n 's/^  \(-.,\|   \) --\([a-z0-9-]*\).*/\2/p' | sort >"$work/help"
	awk -v name="$command" '/^\.S[SH] /{ on = $2 == name } on' "$page" |
		sed -n 's/^\\fB\(\\-.\\fR, \\fB\)*\\-\\-\([a-z0-9\\-]*\)\\fR.*/\2/p' | tr -d '\\' |
		sort >"$work/man"
	if ! diff "$work/help" "$work/man" >"$work/diff"; then
		echo "moderato $command: options of --help (<) and $page (>):" && cat "$work/diff"
		code=1
	fi
done
exit $code
