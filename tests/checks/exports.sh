#!/bin/sh
# SPDX-License-Identifier: MIT
# The shared library exports what tests/exports.txt lists, no more and no less, and so does the static
# one; every exported function is declared in a public header.
#   UPDATE=1 tests/checks/exports.sh   writes the list anew
names() { # options and file of nm
	nm --defined-only "$@" | awk '$2 ~ /^[A-Zuvw]$/ {print $3}' | sed 's/@.*//' | LC_ALL=C sort
}
have=$(names -D "$B"/libmoderato.so.*.*.*)
[ -n "${UPDATE:-}" ] && printf '%s\n' "$have" >tests/exports.txt
passed=0 failed=0
if [ -n "$SAN" ]; then
	echo "0 passed, 0 failed, 1 skipped" # a sanitiser adds symbols of its own
	exit 0
fi
if printf '%s\n' "$have" | diff tests/exports.txt -; then passed=1; else failed=1; fi
if names -g "$B/libmoderato.a" | diff tests/exports.txt -; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
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
