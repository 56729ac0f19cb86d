#!/bin/sh
# SPDX-License-Identifier: MIT
# Nothing that is no discussion is read as comments unless --format asks for it: neither the
# documents of this machine nor this tree's own sources, documents, pictures and programs. What
# holds comments here (corpora, examples, the fuzzers' seeds and dictionaries) is left out. FULL=1 tries all
# of /usr/share/doc, otherwise one file in forty.
. tests/checks/lib.sh

# found LIST: the files of the list that give comments.
found() {
	xargs -r -d '\n' -n 200 "$moderato" import --quiet <"$1" 2>/dev/null | head -c 1 | grep -q . || return 0
	while read -r file; do # some of them does
		"$moderato" import --quiet "$file" 2>/dev/null | head -c 1 | grep -q . && echo "$file"
	done <"$1"
}

find Makefile README.md LICENSE include src tools tests/unit tests/checks tests/fuzz tests/bench tests/http \
	-type d \( -name corpus -o -name node_modules -o -name __pycache__ \) -prune -o -type f ! -name '*.dict' -print | sort >"$work/tree"
echo "$moderato" >>"$work/tree"
is "files of the tree that are read as comments" "$(found "$work/tree")" ""

find /usr/share/doc /usr/share/pixmaps /usr/share/icons -type f -size -4096k 2>/dev/null | sort |
	awk -v every="$([ -n "${FULL:-}" ] && echo 1 || echo 40)" 'NR % every == 0' >"$work/documents"
is "documents that are read as comments" "$(found "$work/documents")" ""
echo "$(wc -l <"$work/tree") files of the tree and $(wc -l <"$work/documents") documents were tried"

finish
