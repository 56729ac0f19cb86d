#!/bin/sh
# SPDX-License-Identifier: MIT
# What training takes: a toxicity head beside a scikit-learn pipeline on the same rows, in turn, in
# one run; then how time and memory grow with the number of comments, if SIZES names some.
#
#   CORPORA=…/train [SIZES='100000 300000 1000000'] tests/bench/train.sh build/moderato [RUNS]
#
# Memory is that of all processes together (tests/bench/peak.py). The peer is a Debian package
# (make deps-dev); without it only moderato's own figures are printed.
set -eu
program=$1
runs=${2:-3}
: "${CORPORA:?the folder of the labelled sources}"
: "${PYTHON:=/usr/bin/python3}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

set -- "$CORPORA"/*.jsonl corpus/abuse.jsonl corpus/benign.jsonl corpus/feeds.jsonl \
	corpus/identity.jsonl corpus/news.jsonl corpus/posts.jsonl corpus/spam.jsonl

took() { # name command…: a line of wall and processor seconds and MiB to $work/name
	name=$1
	shift
	tests/bench/peak.py "$@" >/dev/null 2>"$work/log"
	tail -n 1 "$work/log" >>"$work/$name"
}
median() { # name column
	cut -d' ' -f"$2" "$work/$1" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'
}
row() { # label name
	printf '%-44s %9s %9s %9s\n' "$1" "$(median "$2" 1)" "$(median "$2" 2)" "$(median "$2" 3)"
}
head_of() { # file…: one head, one cost, no contrast, the rows as one source: what the peer does
	took "$1" "$program" train --quiet -o "$work/x.bundle" --attributes toxicity --source all \
		--contrast -1 --cost 1 --folds 1 "$work/rows"
}

# The rows that the peer takes: those with a label.
jq -c 'select(.labels.toxicity != null) | {text, labels: {toxicity: .labels.toxicity}}' "$@" \
	>"$work/rows"
peer=
"$PYTHON" -c 'import sklearn' 2>/dev/null && peer=yes
i=0
while [ $i -lt "$runs" ]; do
	head_of moderato
	[ -z "$peer" ] || took sklearn "$PYTHON" tests/bench/sklearn_train.py "$work/rows"
	i=$((i + 1))
done
printf '%s comments, medians of %s runs in turn\n' "$(wc -l <"$work/rows")" "$runs"
printf '%-44s %9s %9s %9s\n' 'a toxicity head' 'wall s' 'user s' 'peak MiB'
row 'moderato' moderato
if [ -n "$peer" ]; then
	row 'scikit-learn' sklearn
	awk -v a="$(median moderato 1)" -v b="$(median sklearn 1)" \
		'BEGIN {printf "ratio of the wall seconds: %.1f\n", b / a}'
fi

# More comments: the shared ones and then each in every disguise, of which evenly many are kept.
grow() { # n
	awk -v n="$1" -v all="$pool" \
		'int(NR * n / all) != int((NR - 1) * n / all)' "$work/pool" >"$work/grown"
}
if [ -n "${SIZES:-}" ]; then
	cat "$@" >"$work/pool"
	"$program" perturb --quiet --share 0.2 --seed 1 "$@" >>"$work/pool"
	pool=$(wc -l <"$work/pool")
	printf '\n%-44s %9s %9s %9s\n' 'comments' 'wall s' 'user s' 'peak MiB'
	for n in $SIZES; do
		grow "$n"
		took "one$n" "$program" train --quiet -o "$work/x.bundle" --attributes toxicity \
			--cost 0.1 "$work/grown"
		row "$n, toxicity, one cost" "one$n"
		if [ -n "${ALL:-}" ]; then
			took "all$n" "$program" train --quiet -o "$work/x.bundle" --contrast 4 --cost 0.03 \
				--min-comments 3 "$work/grown"
			row "$n, all attributes, one cost" "all$n"
		fi
	done
fi
