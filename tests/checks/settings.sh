#!/bin/sh
# SPDX-License-Identifier: MIT
# The daemon's settings are the same in the program, in the page on running it, and in the file that is
# installed.
. tests/checks/lib.sh
page=tools/serve/README.md
export MODERATO_BUNDLE="$test_bundle"
"$moderato" --man settings | sed -n 's/^\\fB\([a-z_.]*\)\\fR.*/\1/p' | sort >"$work/known"
sed -n '/^| setting |/,/^$/s/^| \([^|]*\) |.*/\1/p' "$page" | grep -o '`[a-z_.]*`' | tr -d '`' | sort >"$work/explained"
check "there are settings" grep -q '^limits\.body$' "$work/known"
check "the table in $page has them all, and no others" diff "$work/known" "$work/explained"
is "the file that is installed is accepted" \
	"$("$moderato" serve --check-config --config tools/serve/moderato.yaml 2>/dev/null)" "tools/serve/moderato.yaml: ok"

# Its settings that are only comments, too; the hashes are examples.
names=$(sed 's/\..*//' "$work/known" | sort -u | paste -s -d '|')
sed -n -E "s/^# (($names):.*)/\1/p; s/^#   (- |  [a-z]+:|[a-z]+:)/  \1/p" tools/serve/moderato.yaml |
	awk '{sub(/sha256:…/, sprintf("sha256:%064d", NR)); print}' >"$work/moderato.yaml"
check "there are such comments" grep -q '^keys:' "$work/moderato.yaml"
echo secret >"$work/coral"
CREDENTIALS_DIRECTORY="$work" "$moderato" serve --print-config --config "$work/moderato.yaml" >/dev/null 2>"$work/told"
is "and so are the settings in its comments" "$(cat "$work/told")" ""
finish
