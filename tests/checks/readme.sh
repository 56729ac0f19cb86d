#!/bin/sh
# SPDX-License-Identifier: MIT
# The commands and the C program in the documents print what the documents say; README is short, and
# its figures are those of models/README.md.
#   UPDATE=1 B=build/cc tests/checks/readme.sh   writes what they print now: read the difference
passed=0 failed=0 code=0
tests/readme.py README.md tools/README.md src/README.md || code=1
lines=$(wc -l <README.md)
if [ "$lines" -le 250 ]; then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
	echo "README.md has $lines lines, more than 250"
fi
sed -n '/^## How good/,/^## From C/s/^| .*/&/p' README.md >"$B/figures"
if [ -s "$B/figures" ] && ! grep -vxF -f models/README.md "$B/figures"; then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
	echo "README.md has these figures, and models/README.md has not"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && exit $code
