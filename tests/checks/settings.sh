#!/bin/sh
# SPDX-License-Identifier: MIT
# The daemon's settings are the same in the program, in the page on running it, and in the file that is
# installed.
. tests/checks/lib.sh
page=tools/serve/README.md
"$moderato" --man settings.md >"$work/settings.md"
same_table() {
	sed -n '/^| setting |/,/^$/{/^|/p;}' "$page" | diff - "$work/settings.md"
}
export MODERATO_BUNDLE="$test_bundle"
check "the table in $page is what 'moderato --man settings.md' prints" same_table
is "the file that is installed is accepted" \
	"$("$moderato" serve --check-config --config tools/serve/moderato.yaml 2>/dev/null)" "tools/serve/moderato.yaml: ok"

# Its settings that are only comments, too; the hashes are examples.
names=$(sed -n 's/^| `\([a-z_]*\).*/\1/p' "$work/settings.md" | sort -u | paste -s -d '|')
sed -n -E "s/^# (($names):.*)/\1/p; s/^#   (- \{|[a-z]+:)/  \1/p" tools/serve/moderato.yaml |
	awk '{sub(/sha256:…/, sprintf("sha256:%064d", NR)); print}' >"$work/moderato.yaml"
is "how many there are" "$(grep -c '^[a-z]' "$work/moderato.yaml")" 7
"$moderato" serve --print-config --config "$work/moderato.yaml" >/dev/null 2>"$work/told"
is "and so are the settings in its comments" "$(cat "$work/told")" ""
finish
