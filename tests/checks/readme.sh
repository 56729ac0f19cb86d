#!/bin/sh
# SPDX-License-Identifier: MIT
# The commands and the C program in the documents print what the documents say; README is short, and
# its figures are those of models/README.md.
#   UPDATE=1 B=build/cc tests/checks/readme.sh   writes what they print now: read the difference
. tests/checks/lib.sh
tests/readme.py README.md tools/README.md tools/serve/README.md src/README.md >"$work/said" 2>&1
sed '$d' "$work/said"
# shellcheck disable=SC2046 # two words
set -- $(sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$work/said")
[ $# -eq 2 ] || tail -n 1 "$work/said"
add "${1:-0}" "${2:-1}"
lines=$(wc -l <README.md)
check "README.md has $lines lines, no more than 260" [ "$lines" -le 260 ]
sed -n '/^## How good/,/^## From C/s/^| .*/&/p' README.md >"$work/figures"
figures_agree() {
	[ -s "$work/figures" ] && ! grep -vxF -f models/README.md "$work/figures"
}
check "the figures of README.md are those of models/README.md" figures_agree

finish
