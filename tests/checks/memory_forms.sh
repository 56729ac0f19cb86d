#!/bin/sh
# SPDX-License-Identifier: MIT
# What the manual promises about memory, continued from memory.sh: the options of score, the JSON
# forms, windows of zstd, many threads, what eval and budget keep, tune, and the daemon.
. tests/checks/lib.sh
: "${PYTHON:=/usr/bin/python3}"
[ -z "$SAN" ] || skip_all "a sanitised build takes more memory"
export MODERATO_BUNDLE="$root/models/default"
"$PYTHON" -B tests/checks/memory_forms_inputs.py "$work" || exit 4

# at_most MB COMMAND OPTIONS…: what the command takes, in the folder of the inputs.
at_most() {
	most=$1
	shift
	took=$(cd "$work" && "$PYTHON" -B "$root/tests/checks/peak.py" "$moderato" "$@") || took=9999
	[ -z "${SHOW:-}" ] || echo "$took of $most: $*"
	check "$*: $took MB, promised $most" [ "$took" -le "$most" ]
}

# 48 and 40 for each thread; a report adds 72, campaigns 32 and 100 bytes a comment.
at_most 2608 score -j 64 threads.jsonl
at_most 88 score -j 1 --with explain,spans,margins comments.jsonl
at_most 96 explain --stream --attributes all comments.jsonl
at_most 160 score -j 1 --report page.html bytes.jsonl
at_most 160 score -j 1 --report page.html rows.jsonl
at_most 122 score -j 1 --campaigns labelled.jsonl

for form in reddit isso remark42 discourse coral; do
	at_most 64 import --format $form $form.json
done
at_most 64 import --format hn deep.json
at_most 128 import --format commento commento.json

at_most 80 import --format disqus threads.xml
if zstd -q --long=27 "$work/window.txt" -o "$work/window.zst" 2>/dev/null; then
	at_most 160 import --format lines window.zst
	mkfifo "$work/pipe"
	cat "$work/window.zst" >"$work/pipe" 2>/dev/null &
	at_most 40 import --format lines - <"$work/pipe" # refused
	zstd -q "$work/window.txt" -o "$work/plain.zst"
	at_most 40 import --format lines plain.zst
fi

# 80, and 200 bytes for each comment with a label.
at_most 80 budget comments.jsonl
at_most 84 budget labelled.jsonl
at_most 80 eval -j 1 comments.jsonl
at_most 160 features -j 1 leet.jsonl

# 48, 40 for each thread, and limits.body_memory.
serve_at_most() { # MB THREADS BODY_MEMORY CLIENTS
	took=$("$PYTHON" -B tests/checks/serve_peak.py "$moderato" "$2" "$3" "$4" "$work/comments.jsonl" \
		"$work/long.jsonl" 2>&1) || took=9999
	[ -z "${SHOW:-}" ] || echo "$took of $1: serve"
	check "serve, $2 threads, bodies of $3 MB: $took MB, promised $1" [ "$took" -le "$1" ]
}
serve_at_most 96 1 8 30
serve_at_most 192 2 64 60

at_most 224 tune -j 1 -o tuned.bundle labels.jsonl
finish
