#!/bin/sh
# SPDX-License-Identifier: MIT
# As suspicious disguised as plain: over the abuse and spam of the shared checklist each family of
# disguises has a mean score that is at most so much below that of the texts as they were. Spam is
# measured by its own score, the rest by toxicity. Every word is disguised that can be, which is
# far more than anybody does: words taken apart, joined or misspelt tell less.
#
# The encoder raised the mean of abuse from 0.49 to 0.66. That of the disguised rose less: leet from 0.40 to 0.43, double
# from 0.39 to 0.44, split from 0.23 to 0.30, masked from 0.27 to 0.29. Masked had been 0.39 (and drop, swap and spaced
# 0.02 higher) before the encoder was shown harmless comments in disguise, too: until then a mask by itself was suspicious.
# Where half of the words are in disguise, which tests/quality measures, each family loses less since then.
. tests/checks/lib.sh
cases=../shared/cases/checklist.jsonl
bundle=${DEFAULT_BUNDLE:-models/default}
needs "$cases"

jq -c 'select(.expect == "flag" or .expect == "reject") | del(.attributes)' "$cases" >"$work/plain"
"$moderato" perturb --quiet --share 1 --with original "$work/plain" >"$work/disguised"
jq -c '.text = .original' "$work/disguised" >"$work/original"
for kind in disguised original; do
	"$moderato" score --quiet --bundle "$bundle" --output jsonl "$work/$kind" >"$work/$kind.scores" ||
		exit 1
done
# What is lost by family and kind: "abuse leet 0.05".
jq -r '[.function, .perturbation.family] | @tsv' "$work/disguised" >"$work/rows"
for kind in disguised original; do
	jq -r '[.scores.spam, .scores.toxicity] | @tsv' "$work/$kind.scores" >"$work/$kind.tsv"
done
paste "$work/rows" "$work/disguised.tsv" "$work/original.tsv" | awk -F '\t' '
	{kind = $1 ~ /^spam/ ? "spam" : "abuse"; key = kind " " $2; n[key]++
	 lost[key] += kind == "spam" ? $5 - $3 : $6 - $4}
	END {for (key in n) printf "%s %.4f\n", key, lost[key] / n[key]}' | sort >"$work/lost"

most() { # kind, family, the most that it may lose
	loss=$(awk -v kind="$1" -v family="$2" '$1 == kind && $2 == family {print $3}' "$work/lost")
	if [ -n "$loss" ] && awk -v loss="$loss" -v most="$3" 'BEGIN {exit !(loss <= most)}'; then
		pass
	else
		fail "$1, $2: ${loss:-nothing} lost of the mean score, at most $3"
	fi
}
while read -r family spam abuse; do
	most spam "$family" "$spam"
	most abuse "$family" "$abuse"
done <<'EOF'
leet 0 0.25
lookalikes 0.01 0.12
zero-width 0 0
bidi 0 0.01
full-width 0 0
mathematical 0 0.02
diacritics 0.08 0.09
case 0.11 0.12
repeats 0.05 0.02
double 0.09 0.24
dotted 0.03 0.06
spaced 0.07 0.29
mask 0.18 0.38
drop 0.23 0.3
swap 0.2 0.3
join 0.1 0.26
split 0.33 0.37
EOF
finish
