#!/bin/sh
# SPDX-License-Identifier: MIT
# What README.md and the manual promise about memory: for each command and form, the most that it
# takes on the worst input that is known, in MB.
. tests/checks/lib.sh
: "${PYTHON:=/usr/bin/python3}"
[ -z "$SAN" ] || skip_all "a sanitised build takes more memory"
export MODERATO_BUNDLE="$root/models/default"
"$PYTHON" -B tests/checks/memory_inputs.py "$work" || exit 4
gzip -k "$work/rows.jsonl"
zstd -q --ultra -22 "$work/threads.xml" -o "$work/threads.zst" 2>/dev/null

# at_most MB COMMAND OPTIONS…: what the command takes, in the folder of the inputs.
at_most() {
	most=$1
	shift
	took=$(cd "$work" && "$PYTHON" -B "$root/tests/checks/peak.py" "$moderato" "$@") || took=9999
	[ -z "${SHOW:-}" ] || echo "$took of $most: $*"
	check "$*: $took MB, promised $most" [ "$took" -le "$most" ]
}

at_most 72 screen - <"$work/comment.txt"
at_most 48 explain you idiot
at_most 88 score -j 1 comments.jsonl
at_most 128 score -j 2 many.jsonl
at_most 64 score -j 1 records.jsonl
at_most 400 score -j 64 few.jsonl
for file in comments.jsonl records.jsonl long.csv wide.csv rows.jsonl.gz; do
	at_most 32 import $file
done
at_most 32 import --format page page.txt
for page in tags text references discussion latin ld; do
	at_most 256 import --format html $page.html
done
at_most 32 import --format hn repeated.json
at_most 64 import --format hn stories.json
at_most 96 import --format wxr broken.xml
at_most 96 import --format wxr names.xml
at_most 64 import --format disqus threads.xml
[ ! -e "$work/threads.zst" ] || at_most 100 import --format disqus threads.zst
at_most 40 campaigns -j 1 rows.jsonl
at_most 80 eval -j 1 rows.jsonl
head -n 1 "$work/comments.jsonl" >"$work/one.jsonl"
at_most 160 features -j 1 one.jsonl
at_most 100 train -j 1 -o trained.bundle few.jsonl
finish
