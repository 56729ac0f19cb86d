#!/bin/sh
# SPDX-License-Identifier: MIT
# The shared library exports what tests/exports.txt lists, no more and no less, and every exported
# function is declared in a public header.
#   UPDATE=1 tests/checks/exports.sh   writes the list anew
lib=$(ls "$B"/libmoderato.so.*.*.* | head -n 1)
have=$(nm -D --defined-only "$lib" | awk '$2 ~ /^[TDBRWV]$/ {print $3}' | sed 's/@.*//' | LC_ALL=C sort)
[ -n "${UPDATE:-}" ] && printf '%s\n' "$have" >tests/exports.txt
passed=0 failed=0
if [ -n "$SAN" ]; then
	echo "0 passed, 0 failed, 1 skipped" # a sanitiser adds symbols of its own
	exit 0
fi
if printf '%s\n' "$have" | diff tests/exports.txt -; then passed=1; else failed=1; fi
for f in $(cat tests/exports.txt); do
	if cat include/moderato/*.h | grep -q "\b$f("; then
		passed=$((passed + 1))
	else
		echo "$f is exported but not declared in a public header"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
