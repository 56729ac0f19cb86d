#!/bin/sh
# SPDX-License-Identifier: MIT
# Two builds in two folders, one of them behind a symbolic link, give the same bytes of the program
# and of both libraries. Compiled without optimisation, which is faster; debugging information, where
# folders are named, is made just so.
set -u
: "${B:?the folder of the build}" "${CC:=cc}" "${CXX:=c++}"
if [ -n "${SAN:-}" ]; then
	echo "0 passed, 0 failed, 1 skipped" # the plain build is what is published
	exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL
passed=0 failed=0
build_in() { # folder, how it is reached
	mkdir -p "$work/$1"
	tar -cf - --exclude=node_modules Makefile include src tools tests/fuzz/fuzz.mk | tar -xf - -C "$work/$1"
	(cd "$work/$2" && make -j "$(nproc)" CC="$CC" CXX="$CXX" CFLAGS='-O0 -g' BUILD=build B=build/it \
		lib build/it/moderato) >"$work/log" 2>&1 || { cat "$work/log" && exit 1; }
}
ln -s some/other/folder "$work/link"
build_in one one
build_in some/other/folder link
for file in moderato libmoderato.a libmoderato.so.*.*.*; do
	for built in "$work"/one/build/it/$file; do
		if cmp "$built" "$work/link/build/it/${built##*/}" && ! grep -q "$work" "$built"; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			echo "${built##*/} is not the same in both folders, or names one of them"
		fi
	done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
