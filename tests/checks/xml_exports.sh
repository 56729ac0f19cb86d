#!/bin/sh
# SPDX-License-Identifier: MIT
# The real exports in ../shared: as many comments as grep counts in them, of the states that they
# say; and what is broken is told with its line, as xmllint tells it.
. tests/checks/lib.sh
shared=../shared/exports
needs "$shared/wxr"
count() { # tag, file
	grep -o "<$1[ >]" "$2" | wc -l
}
states() {
	jq -r "select(.state == \"$1\") | .id" "$work/out" | wc -l
}
for file in "$shared"/wxr/*; do
	name=wxr/${file##*/}
	"$moderato" import --quiet "$file" >"$work/out" 2>"$work/err"
	is "$name: comments" "$(jq -c . "$work/out" | wc -l)" "$(count wp:comment "$file")"
	for state in '1 published' '0 held' 'spam spam' 'trash trash'; do
		is "$name: ${state#* }" "$(states "${state#* }")" \
			"$(grep -cE "<wp:comment_approved>(<!\[CDATA\[)?${state% *}[]<]" "$file")"
	done
	is "$name: with a text" "$(jq -r 'select(.text != "") | .text | @base64' "$work/out" | wc -l)" \
		"$(count wp:comment "$file")"
	# A prefix without a declaration is an error to xmllint, not to us.
	lines=$(xmllint --noout "$file" 2>&1 | grep -c 'parser error')
	is "$name: broken" "$([ -s "$work/err" ] && echo yes)" "$([ "$lines" -gt 0 ] && echo yes)"
done
# Written back, an export is the same but for the states of comments that wait, or of all with
# --redecide: as bytes, and as canonical XML where it is XML. Any number of threads gives the same bytes.
blank() { # every state, and how it was written
	sed -E 's/(<wp:comment_approved>)(<!\[CDATA\[)?[a-z0-9-]*(\]\]>)?/\1/g' "$1"
}
for file in "$shared"/wxr/*; do
	name=wxr/${file##*/}
	"$moderato" score --bundle "$test_bundle" -q -j 1 --output wxr "$file" >"$work/one" 2>/dev/null
	"$moderato" score --bundle "$test_bundle" -q -j 3 --output wxr "$file" 2>/dev/null | cmp -s - "$work/one"
	is "$name: written back by three threads" $? 0
	is "$name: written back" "$(blank "$work/one" | cksum)" "$(blank "$file" | cksum)"
	"$moderato" score --bundle "$test_bundle" -q --output jsonl "$file" 2>/dev/null |
		jq -r 'if .decision == "publish" then "published" elif .decision == "hold" then "held"
			elif any(.reasons[]; .rule | startswith("spam (c")) then "spam" else "trash" end' >"$work/expected"
	"$moderato" import -q "$file" 2>/dev/null | jq -r .state | paste "$work/expected" - |
		awk -F '\t' '{print $2 == "held" ? $1 : $2}' >"$work/waiting"
	is "$name: the states written" "$("$moderato" import -q "$work/one" 2>/dev/null | jq -r .state | cksum)" \
		"$(cksum <"$work/waiting")"
	"$moderato" score --bundle "$test_bundle" -q --output wxr --redecide "$file" >"$work/all" 2>/dev/null
	is "$name: all states written" "$("$moderato" import -q "$work/all" 2>/dev/null | jq -r .state | cksum)" \
		"$(cksum <"$work/expected")"
	xmllint --noout --nonet "$file" 2>/dev/null || continue
	xmllint --c14n "$file" 2>/dev/null >"$work/before"
	xmllint --c14n "$work/one" 2>/dev/null >"$work/after"
	is "$name: canonical" "$(blank "$work/after" | cksum)" "$(blank "$work/before" | cksum)"
done
broken=$shared/wxr/donbonifacio+arzebiu.xml
is "the first place that is broken" \
	"$("$moderato" import --quiet "$broken" 2>&1 >"$work/out" | head -n 1 | sed 's/.*xml:\([0-9]*\):.*/\1/')" \
	"$(xmllint --noout "$broken" 2>&1 | sed -n 's/.*:\([0-9]*\): parser error.*/\1/p' | head -n 1)"
for file in "$shared"/disqus/*; do
	name=disqus/${file##*/}
	"$moderato" import --quiet "$file" >"$work/out" 2>"$work/err"
	is "$name: comments" "$(jq -c . "$work/out" | wc -l)" "$(count post "$file")"
	is "$name: spam" "$(states spam)" "$(sed -n '/<post/,$p' "$file" | grep -c '<isSpam>true')"
	is "$name: with a page" "$(jq -r 'select(.url) | .url' "$work/out" | wc -l)" "$(sed -n \
		's/.*<thread dsq:id="\([0-9]*\)" *\/>.*/\1/p' "$file" | while read -r id; do
		sed -n "/<thread dsq:id=\"$id\">/,/<\/thread>/p" "$file" | grep -c '<link>'
	done | awk '{n += $1 > 0} END {print n + 0}')"
done
finish
