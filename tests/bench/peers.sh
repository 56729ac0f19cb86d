#!/bin/sh
# SPDX-License-Identifier: MIT
# Train what the bench compares with, on the rows of SOURCES that judge toxicity, and keep it in the
# folder OUT; print nothing when it is all there. OWN=1 trains a bundle of our own on them too, for
# where the default bundle has seen more than the peers can.
#
#   [OWN=1] tests/bench/peers.sh build/moderato OUT SOURCES…
set -eu
program=$1 out=$2
shift 2
mkdir -p "$out"
here=$(dirname "$0")
keep() { # a model is complete or is not there
	mv "$1.part.bin" "$1" 2>/dev/null || mv "$1.part" "$1"
	rm -f "$1.part"*
}
rows=$out/rows
if [ ! -e "$rows" ]; then
	jq -r 'select(.labels.toxicity) |
		"__label__\(.labels.toxicity) \(.text | split("\n") | join(" ") | split("\r") | join(" "))"' \
		"$@" >"$rows.part"
	keep "$rows"
fi
note() { echo "training $1 on $(wc -l <"$rows") rows, once: kept in $out" >&2; }
if [ -n "${OWN:-}" ] && [ ! -e "$out/own.bundle" ]; then
	note moderato
	"$program" train --quiet --seed 1 --out "$out/own.part.bundle" --card "$out/own.card.md" \
		"$@" >"$out/own.figures"
	mv "$out/own.part.bundle" "$out/own.bundle"
fi
if command -v fasttext >/dev/null; then
	if [ ! -e "$out/words.bin" ]; then
		note 'fastText, words'
		fasttext supervised -input "$rows" -output "$out/words.bin.part" -seed 1 >/dev/null 2>&1
		keep "$out/words.bin"
	fi
	if [ ! -e "$out/letters.bin" ]; then
		note 'fastText, letters 2 to 5'
		fasttext supervised -input "$rows" -output "$out/letters.bin.part" -minn 2 -maxn 5 \
			-seed 1 >/dev/null 2>&1
		keep "$out/letters.bin"
	fi
fi
if "$here/sklearn_peer.py" version >/dev/null 2>&1 && [ ! -e "$out/sklearn.pickle" ]; then
	note scikit-learn
	"$here/sklearn_peer.py" train "$rows" "$out/sklearn.pickle.part"
	keep "$out/sklearn.pickle"
fi
