#!/bin/sh
# SPDX-License-Identifier: MIT
# Hostile text through every door to people's eyes, and byte for byte to files.
. tests/checks/lib.sh
python=${PYTHON:-/usr/bin/python3}
[ -x "$python" ] || skip_all "no Python"
mkdir "$work/doors"
said=$("$python" -B tests/checks/doors.py "$moderato" "$test_bundle" "$work/doors" 2>&1)
echo "$said" | grep -v ' passed, '
counts=$(echo "$said" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p')
# shellcheck disable=SC2086 # two numbers; without them it has not run to its end
add ${counts:-0 1}

# Files and pipes hold the bytes that the format has.
printf 'a\302\233b\342\200\256c\342\200\213d\n' >"$work/lines"
"$moderato" import --format lines "$work/lines" >"$work/file"
"$moderato" import --format lines "$work/lines" | cat >"$work/pipe"
is "a file has the text as it is" "$(jq -r .text "$work/file" | cksum)" "$(cksum <"$work/lines")"
is "so has a pipe" "$(cksum <"$work/pipe")" "$(cksum <"$work/file")"
check "raw bytes" grep -q "$(printf '\302\233b\342\200\256')" "$work/file"

# The page of a report holds none of them as they are.
"$moderato" score -q --bundle "$test_bundle" --report "$work/page.html" "$work/doors/comments.jsonl" \
	>"$work/out" 2>"$work/err"
is "a report without C1 and bidi" "$(LC_ALL=C grep -cE \
	"$(printf '\302[\200-\237]|\342\200[\216\217\250-\256]|\342\201[\246-\251]')" "$work/page.html")" 0
finish
