#!/bin/sh
# SPDX-License-Identifier: MIT
# Scores, margins, reasons and spans are the same bytes for any number of threads, any size of the
# word cache and any vector instructions that the machine has.
set -u
moderato=$B/moderato MODERATO_BUNDLE=$B/test.bundle
export MODERATO_BUNDLE LC_ALL=C
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0

# Plain comments, and the same in every disguise: all scripts, signs and broken words.
cat corpus/abuse.jsonl corpus/spam.jsonl corpus/benign.jsonl >"$work/in.jsonl"
head -n 300 "$work/in.jsonl" | "$moderato" perturb --quiet --share 0.7 --seed 1 >>"$work/in.jsonl"

score() { "$moderato" score --quiet --with margins,spans "$@" "$work/in.jsonl"; }
score -j 1 >"$work/expected"

same() { # what, options…
	what=$1
	shift
	if score "$@" | cmp -s - "$work/expected"; then passed=$((passed + 1)); else
		failed=$((failed + 1))
		echo "failed: other bytes with $what"
	fi
}
[ -s "$work/expected" ] || { echo "failed: no output" && failed=$((failed + 1)); }
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
		skipped=$((skipped + 1))
	fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
