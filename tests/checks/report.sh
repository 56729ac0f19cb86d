#!/bin/sh
# SPDX-License-Identifier: MIT
# score --report: its limits and its determinism; the embedded pages are what their sources give; and
# the pages of score --report and eval --report in a browser (tests/report/). Where Node, its packages
# or Chromium are missing, these say so and count as skipped: `make deps-test` brings them.
. tests/checks/lib.sh
export MODERATO="$moderato" MODERATO_BUNDLE="$test_bundle"

facts() { # page
	sed -n '/id="facts"/,/<\/script>/p' "$1" | sed 's/^<script[^>]*>//; s/<\/script>$//'
}
rows() { # page: one a line
	sed -n '/class="rows"/,/<\/script>/p' "$1" | sed '/^<script/d; s/^\]<\/script>$//; s/,$//; /^$/d'
}

# The least weighty row goes: n-1 and n are listed whole, of n+1 the first of the equals stay.
rows_max() {
	awk 'BEGIN {for (i = 1; i <= 100001; i++) print "{\"id\":\"" i "\",\"text\":\"fine\"}"}' >"$work/many"
	for n in 99999 100000 100001; do
		head -n "$n" "$work/many" | "$MODERATO" score -q --output csv --report "$work/page" >/dev/null || return 1
		listed=$((n > 100000 ? 100000 : n))
		facts "$work/page" | jq -e --argjson n "$n" --argjson listed "$listed" \
			'.listed == $listed and (.n | add) == $n and (.bins[0] | add) == $n' >/dev/null || return 1
		[ "$(rows "$work/page" | wc -l)" -eq "$listed" ] || return 1
	done
	rows "$work/page" | tail -n 1 | jq -e '.[5] == "100000"' >/dev/null || return 1
	echo '{"id":"last","text":"You are an idiot and a liar, shut up you moron."}' >>"$work/many"
	"$MODERATO" score -q --output csv --report "$work/page" "$work/many" >/dev/null || return 1
	rows "$work/page" | tail -n 1 | jq -e '.[5] == "last" and .[1] > 0' >/dev/null
}
check "100,000 rows are listed at most, the weightiest" rows_max

# Rows of some 250 KB each until their bytes are too many: what is listed fits.
bytes_max() {
	awk 'BEGIN {w = "fine "; for (i = 0; i < 15; i++) w = w w; for (i = 1; i <= 450; i++) print "{\"id\":\"" i "\",\"text\":\"" w "\"}"}' |
		"$MODERATO" score -q --output csv --report "$work/page" >/dev/null || return 1
	listed=$(facts "$work/page" | jq .listed)
	size=$(rows "$work/page" | wc -c)
	[ "$listed" -gt 380 ] && [ "$listed" -lt 450 ] && [ "$size" -lt 67200000 ] && [ "$size" -gt 66800000 ]
}
check "64 MB of rows are listed at most" bytes_max

any_jobs() {
	for jobs in 1 3; do
		"$MODERATO" score -q -j $jobs --report "$work/$jobs" corpus/spam.jsonl corpus/benign.jsonl >/dev/null || return 1
	done
	cmp "$work/1" "$work/3"
}
check "any number of threads writes the same page" any_jobs

not_whole() {
	echo '{"text":"a"}' >"$work/one"
	rm -f "$work/page"*
	"$MODERATO" score -q --report "$work/page" "$work/one" "$work/missing" >/dev/null 2>"$work/said"
	[ ! -e "$work/page" ] && grep -q 'not written' "$work/said" || return 1
	ls "$work"/page* 2>/dev/null && return 1
	"$MODERATO" score -q --report "$work/no/page" "$work/one" >"$work/out" 2>/dev/null
	[ $? -eq 4 ] && [ ! -s "$work/out" ]
}
check "without all input there is no page, and nothing is left behind" not_whole

full_disk() {
	[ -w /dev/full ] || return 0
	"$MODERATO" score -q --report /dev/full "$work/one" >/dev/null 2>"$work/said"
	[ $? -eq 4 ] && grep -q '/dev/full' "$work/said"
}
check "a full disk is told" full_disk

in_browser() { # test
	node "tests/report/$1.mjs" >"$work/browser" 2>&1
	code=$?
	grep -v '^[0-9]* passed, ' "$work/browser"
	p=$(sed -n 's/^\([0-9]*\) passed, .*/\1/p' "$work/browser")
	f=$(sed -n 's/^[0-9]* passed, \([0-9]*\) failed$/\1/p' "$work/browser")
	[ "$code" -eq 0 ] || [ "${f:-0}" -gt 0 ] || f=1
	add "${p:-0}" "${f:-0}"
}

packages=tools/report/node_modules
if ! command -v node >/dev/null; then
	skip "node is not installed"
	skip "the pages in a browser: node is not installed"
elif [ ! -d "$packages/esbuild" ] || [ ! -d "$packages/playwright-core" ]; then
	skip "the embedded pages: their packages are not installed (make report-deps)"
	skip "the pages in a browser: their packages are not installed (make report-deps)"
else
	check "the embedded pages are what tools/report/ gives" node tools/report/build.js --check
	if [ -n "$SAN" ]; then
		skip "the pages in a browser: they are the same in the plain build"
	elif ! command -v chromium >/dev/null; then
		skip "the pages in a browser: chromium is not installed"
	else
		in_browser page
		in_browser evaluation
	fi
fi
finish
