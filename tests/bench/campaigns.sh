#!/bin/sh
# SPDX-License-Identifier: MIT
# Planted campaigns among 50 thousand, 200 thousand and a million comments: what is found, and what
# it takes on one core. The others are the texts of CORPORA, a folder, and of `eval` beside it, less
# templates (identity-madlibs); without it those of corpus/.
#
#   tests/bench/campaigns.sh build/moderato [COMMENTS…]
#   README=1 also writes the table into tests/bench/README.md, between <!-- campaigns --> and
#   <!-- /campaigns -->
set -eu
program=$1
shift
[ $# -gt 0 ] || set -- 50000 200000 1000000
corpora=${CORPORA:-../shared/corpora/train}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sources=$(find "$corpora" "$corpora/../eval" -name '*.jsonl' ! -name 'identity-madlibs*' 2>/dev/null | sort || true)
[ -n "$sources" ] || sources=$(find corpus -name '*.jsonl' ! -name 'sample-*' | sort)
{
	echo "| comments | variants found | others caught | seconds, one core | memory |"
	echo "| ---: | ---: | ---: | ---: | ---: |"
	for n; do
		# shellcheck disable=SC2086 # a list of files
		tests/bench/campaigns.py make --apart --comments "$n" "$program" "$work/in.jsonl" $sources >&2
		tests/bench/campaigns.py took "$program" "$work/in.jsonl" "$work/found" >"$work/took"
		tests/bench/campaigns.py judge "$work/in.jsonl" "$work/found" >"$work/judged"
		cat "$work/judged" >&2
		found=$(sed -n 's/.*found (\([0-9.]*\) %).*/\1/p' "$work/judged")
		caught=$(sed -n 's/.*caught (\([0-9.]*\) %).*/\1/p' "$work/judged")
		awk -v n="$n" -v found="$found" -v caught="$caught" \
			'{printf "| %d | %s %% | %s %% | %.1f | %d MB |\n", n, found, caught, $1, $2}' "$work/took"
	done
} >"$work/table"
cat "$work/table"
if [ -n "${README:-}" ]; then
	awk -v table="$work/table" '
		/^<!-- \/campaigns -->/ {on = 0}
		!on {print}
		/^<!-- campaigns -->/ {on = 1; print ""; while ((getline line < table) > 0) print line; print ""}
	' tests/bench/README.md >"$work/README.md"
	cp "$work/README.md" tests/bench/README.md
fi
