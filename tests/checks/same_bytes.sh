#!/bin/sh
# SPDX-License-Identifier: MIT
# Scores, margins, reasons and spans are the same bytes for any number of threads, any size of the
# word cache and any vector instructions that the machine has.
. tests/checks/lib.sh
export MODERATO_BUNDLE="$test_bundle"

# Plain comments, and the same in every disguise: all scripts, signs and broken words.
cat corpus/abuse.jsonl corpus/spam.jsonl corpus/benign.jsonl >"$work/in.jsonl"
head -n 300 "$work/in.jsonl" | "$moderato" perturb --quiet --share 0.7 --seed 1 >>"$work/in.jsonl"

score() { "$moderato" score --quiet --with margins,spans "$@" "$work/in.jsonl"; }
score -j 1 >"$work/expected"

same() { # what, options…
	what=$1
	shift
	score "$@" >"$work/got"
	check "the same bytes with $what" cmp "$work/got" "$work/expected"
}
check "there is output" [ -s "$work/expected" ]
same "2 threads" -j 2
same "5 threads" -j 5
same "no cache" -j 1 --no-cache
for words in 1 2 64 4096 1048576; do
	same "$words cached words" -j 2 --cache-words "$words"
done
for MODERATO_SIMD in scalar sse2 avx2 avx512 neon; do
	export MODERATO_SIMD
	if "$moderato" --version >/dev/null 2>&1; then
		same "$MODERATO_SIMD" -j 1
		same "$MODERATO_SIMD, no cache" -j 2 --no-cache
	else
		skip "this machine has no $MODERATO_SIMD"
	fi
done
finish
