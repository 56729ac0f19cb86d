#!/bin/sh
# SPDX-License-Identifier: MIT
# The shared library exports what tests/exports.txt lists, no more and no less, and every exported
# function is declared in a public header.
#   UPDATE=1 tests/checks/exports.sh   writes the list anew
. tests/checks/lib.sh
lib=$(ls "$B"/libmoderato.so.*.*.* | head -n 1)
have=$(nm -D --defined-only "$lib" | awk '$2 ~ /^[TDBRWV]$/ {print $3}' | sed 's/@.*//' | LC_ALL=C sort)
[ -n "${UPDATE:-}" ] && printf '%s\n' "$have" >tests/exports.txt
[ -z "$SAN" ] || skip_all "a sanitiser adds symbols of its own"
printf '%s\n' "$have" >"$work/have"
check "the library exports what tests/exports.txt lists" diff tests/exports.txt "$work/have"
cat include/moderato/*.h >"$work/headers"
for f in $(cat tests/exports.txt); do
	check "$f is declared in a public header" grep -q "\b$f(" "$work/headers"
done
finish
