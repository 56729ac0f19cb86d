#!/bin/sh
# SPDX-License-Identifier: MIT
# The real news page in ../shared: two comments and nothing of the article, also with CRLF line
# ends, with a byte order mark, and cut off anywhere. And every shared corpus is read whole.
. tests/checks/lib.sh
page=../shared/exports/page/000_b9f2b827f983a180.txt
needs "$page"
two='[{"title":"Huawei would never steal anything...","author":null,"paragraphs":3},{"title":"stroyde","author":"stroyde","paragraphs":3}]'
outline() {
	"$moderato" import --quiet "$1" 2>"$work/err" |
		jq -cs 'map({title, author, paragraphs: (.text | split("\n\n") | length)})'
}
is "as it is" "$(outline "$page")" "$two"
is "both are published" "$("$moderato" score --bundle "${DEFAULT_BUNDLE:-models/default}" --quiet \
	--output jsonl "$page" | jq -r .decision | tr '\n' ' ')" "publish publish "
sed 's/$/\r/' "$page" >"$work/crlf.txt"
is "CRLF" "$(outline "$work/crlf.txt")" "$two"
{ printf '\357\273\277' && cat "$page"; } >"$work/bom.txt"
is "byte order mark" "$(outline "$work/bom.txt")" "$two"
"$moderato" import --quiet "$page" >"$work/whole"
is "nothing of the article" "$(grep -c 'Jane Li\|Bloomberg\|Ascend' "$work/whole")" 0
start=$(grep -bo 'Log in or register' "$page" | head -n 1 | cut -d: -f1)
size=$(wc -c <"$page")
bad=0
n=0
while [ $n -le "$size" ]; do
	head -c $n "$page" >"$work/cut.txt"
	"$moderato" import --quiet --format page "$work/cut.txt" >"$work/out" 2>"$work/err"
	code=$?
	{ [ $code -eq 0 ] || [ $code -eq 3 ]; } && [ "$(wc -l <"$work/out")" -le 2 ] || bad=$((bad + 1))
	if [ $n -lt "$start" ]; then n=$((n + 97)); else n=$((n + 1)); fi
done
is "cut off anywhere: read as far as it goes" "$bad" 0
for corpus in ../shared/corpora/*/*.jsonl; do
	is "$corpus" "$("$moderato" import --quiet "$corpus" 2>"$work/err" | wc -l)" "$(wc -l <"$corpus")"
done
finish
