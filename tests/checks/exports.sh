#!/bin/sh
# SPDX-License-Identifier: MIT
# The shared library exports what tests/exports.txt lists, no more and no less, and so does the static
# one; every exported function is declared in a public header.
#   UPDATE=1 tests/checks/exports.sh   writes the list anew
. tests/checks/lib.sh
names() { # options and file of nm
	nm --defined-only "$@" | awk '$2 ~ /^[A-Zuvw]$/ {print $3}' | sed 's/@.*//' | LC_ALL=C sort
}
names -D "$B"/libmoderato.so.*.*.* >"$work/shared"
[ -n "${UPDATE:-}" ] && cp "$work/shared" tests/exports.txt
[ -z "$SAN" ] || skip_all "a sanitiser adds symbols of its own"
check "the shared library exports what tests/exports.txt lists" diff tests/exports.txt "$work/shared"
names -g "$B/libmoderato.a" >"$work/static"
check "the static library exports the same" diff tests/exports.txt "$work/static"
cat include/moderato/*.h >"$work/headers"
for f in $(cat tests/exports.txt); do
	check "$f is declared in a public header" grep -q "\b$f(" "$work/headers"
done
finish
