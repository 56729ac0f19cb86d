#!/bin/sh
# SPDX-License-Identifier: MIT
# Two builds in two folders, one of them behind a symbolic link, give the same bytes of the program
# and of both libraries. Compiled without optimisation, which is faster; debugging information, where
# folders are named, is made just so.
. tests/checks/lib.sh
: "${CC:=cc}" "${CXX:=c++}"
[ -z "$SAN" ] || skip_all "the plain build is what is published"
unset MAKEFLAGS MFLAGS MAKELEVEL
build_in() { # folder, how it is reached
	mkdir -p "$work/$1"
	tar -cf - --exclude=node_modules Makefile include src tools tests/fuzz/fuzz.mk | tar -xf - -C "$work/$1"
	(cd "$work/$2" && make -j "$(nproc)" CC="$CC" CXX="$CXX" CFLAGS='-O0 -g' BUILD=build B=build/it \
		lib build/it/moderato) >"$work/log" 2>&1 || { cat "$work/log" && exit 1; }
}
ln -s some/other/folder "$work/link"
build_in one one
build_in some/other/folder link
same_bytes() { # file, the other folder's
	cmp "$1" "$2" && ! grep "$work" "$1"
}
for file in moderato libmoderato.a libmoderato.so.*.*.*; do
	for built in "$work"/one/build/it/$file; do
		check "${built##*/} is the same in both folders, and names neither" \
			same_bytes "$built" "$work/link/build/it/${built##*/}"
	done
done
finish
