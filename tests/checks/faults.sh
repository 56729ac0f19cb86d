#!/bin/sh
# SPDX-License-Identifier: MIT
# Files are the old ones or the new ones, whole, whichever call on them fails and whenever the program
# is killed (tests/faults/); what two runs of one output do; what is no regular file; and bundles that
# are changed under a running program.
. tests/checks/lib.sh
export MODERATO_BUNDLE="$test_bundle"
faults=$root/$B/faults.so
[ -z "$SAN" ] || skip_all "a sanitiser stands before the C library itself"
head -n 40 corpus/spam.jsonl >"$work/in.jsonl"

${PYTHON:-/usr/bin/python3} -B tests/faults/faults.py "$moderato" "$faults" corpus >"$work/swept"
swept=$(tail -n 1 "$work/swept")
grep '^failed' "$work/swept"
add "${swept%% *}" "$(echo "$swept" | sed 's/.* passed, \([0-9]*\) failed.*/\1/')"

cd "$work" || exit 4
mkfifo reached go || exit 4
"$moderato" score -q -o ref in.jsonl

# ---- two runs of one output ----

# The first run waits just before its rename. The second one must leave the file alone.
rename_later() {
	LD_PRELOAD=$faults FAULT_CALL=rename FAULT_AT=1 FAULT_COUNT=reached FAULT_WAIT=go \
		"$moderato" score -q -o out in.jsonl &
	first=$!
	read -r _ <reached
	"$moderato" score -q -o out in.jsonl 2>said
	second=$?
	: >go
	wait $first && [ $second -eq 4 ] && grep -q 'another run is writing it' said && cmp ref out
}
check "a run that is about to finish keeps its lock" rename_later

# The second run has opened FILE.partial and waits before it locks it; the first one finishes.
lock_later() {
	rm -f out
	LD_PRELOAD=$faults FAULT_CALL=flock FAULT_AT=1 FAULT_COUNT=reached FAULT_WAIT=go \
		"$moderato" score -q -o out in.jsonl &
	second=$!
	read -r _ <reached
	"$moderato" score -q -o out in.jsonl && cmp ref out || return 1
	: >go
	wait $second && cmp ref out && [ "$(echo out*)" = out ]
}
check "a lock on what has become the finished file is not used" lock_later

# ---- what is no regular file ----

train() { # file
	"$moderato" train -q --bits 10 --folds 2 --cost 0.1 --attributes spam -o "$1" \
		"$root/corpus/spam.jsonl" "$root/corpus/posts.jsonl" >figures
}
links() {
	mkdir -p real && echo old >real/a.bundle && ln -sf real/a.bundle a.bundle && ln -sf nothing b.bundle
	train a.bundle && [ -L a.bundle ] && [ "$(wc -c <real/a.bundle)" -gt 1000 ] && [ -e a.card.md ] &&
		[ "$(ls real)" = a.bundle ]
	linked=$?
	train b.bundle 2>said
	[ $? -eq 4 ] && [ -L b.bundle ] && [ ! -e nothing ] && [ $linked -eq 0 ]
}
check "train -o follows a link to a file, and refuses one to nothing" links
pipes() {
	mkfifo p.bundle
	cat p.bundle >got &
	train p.bundle && wait $! && [ -p p.bundle ] && [ ! -e p.card.md ] && cmp got real/a.bundle &&
		train /dev/null && [ -c /dev/null ] && [ ! -e /dev/null.card.md ]
}
check "train -o writes into a pipe or a device" pipes
partials() { # FILE.partial or FILE.progress is not ours
	echo kept >victim
	ln -s victim "taken.$1"
	! "$moderato" score -q -o taken in.jsonl && [ "$(cat victim)" = kept ] && [ "$(echo taken*)" = "taken.$1" ]
}
check "a link as FILE.partial is not followed" partials partial
rm -f taken*
check "a link as FILE.progress is not followed" partials progress

# ---- bundles ----

# The program waits before it opens its input, when it has read its bundle.
spoilt() { # command that spoils b.bundle
	rm -f b.bundle && cp "$test_bundle" b.bundle
	LD_PRELOAD=$faults FAULT_CALL=open FAULT_AT=2 FAULT_COUNT=reached FAULT_WAIT=go \
		"$moderato" score -q -j 1 --bundle b.bundle in.jsonl >out &
	first=$!
	read -r _ <reached
	eval "$1"
	: >go
	wait $first && cmp ref out
}
check "a bundle that is cut under a running program" spoilt ': >b.bundle'
check "a bundle that is overwritten under a running program" \
	spoilt 'head -c "$(wc -c <b.bundle)" /dev/zero >c && cat c >b.bundle'
check "a bundle that is removed under a running program" spoilt 'rm b.bundle'
from_pipe() {
	cat "$test_bundle" | "$moderato" score -q --bundle /dev/stdin in.jsonl | cmp - ref
}
check "a bundle from a pipe" from_pipe
finish
