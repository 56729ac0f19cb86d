#!/bin/sh
# SPDX-License-Identifier: MIT
# Are the words that `explain` names those that the score hangs on? Of comments that are read twice,
# taking the named words out lowers the margin more than taking as many others out does.
. tests/checks/lib.sh
bundle=models/default
[ -e "$bundle/default.bundle" ] || skip_all "no $bundle/default.bundle"
cat >"$work/parts.jq" <<'J'
# The text without the words that begin in the spans, and without as many others, spread evenly.
def cut($text; $words; $gone): [range($words | length) | select(. as $i | $gone | index($i) | not) | $words[.]] | map($text[.offset:.offset + .length]) | join(" ");
.text as $text | [$text | match("[^ ]+"; "g") | {offset, length}] as $words
| [range($words | length) as $i | select(any(.spans[]; .[0] < $words[$i].offset + $words[$i].length and .[1] > $words[$i].offset)) | $i] as $named
| ([range($words | length)] - $named) as $rest
| select(($named | length) > 0 and ($rest | length) >= 2 * ($named | length))
| [range($named | length) | $rest[. * ($rest | length) / ($named | length) | floor]] as $others
| {id: (.id + " all"), text: $text}, {id: (.id + " named"), text: cut($text; $words; $named)}, {id: (.id + " others"), text: cut($text; $words; $others)}
J
# ASCII only, so that jq's characters are bytes.
jq -c 'select(.labels.toxicity == 1 and (.text | explode | max) < 128 and (.text | length) > 40) | {id, text}' \
	corpus/insults.jsonl corpus/threats.jsonl corpus/groups.jsonl | awk 'NR % 9 == 0' | head -n 60 >"$work/texts"
"$moderato" explain --stream --second always --attributes toxicity --output jsonl --quiet --bundle "$bundle" "$work/texts" |
	jq -c '{id, spans}' | jq -s -c --slurpfile texts "$work/texts" \
	'(map({(.id): .spans}) | add) as $spans | $texts[] | .spans = $spans[.id]' >"$work/explained"
jq -c -f "$work/parts.jq" "$work/explained" >"$work/parts"
"$moderato" score --second always --attributes toxicity --with margins --output jsonl --quiet --bundle "$bundle" "$work/parts" |
	jq -r '[.id, .margins.toxicity] | join(" ")' |
	awk '{margin[$1, $2] = $3; if ($2 == "all") ids[n++] = $1}
		END {for (i = 0; i < n; i++) {x = ids[i]; named = margin[x, "all"] - margin[x, "named"]
				others = margin[x, "all"] - margin[x, "others"]; sum += named; rest += others; more += named > others}
			printf "%d %.3f %.3f %.2f\n", n, sum / n, rest / n, more / n}' >"$work/found"
read -r n named others more <"$work/found"
echo "$n comments: without the named words the margin falls by $named, without as many others by $others; by more in $more of them"
check "there are comments" test "$n" -ge 30
check "the named words count more" awk "BEGIN {exit !($named > 2 * $others && $named > 0)}"
check "in most comments" awk "BEGIN {exit !($more >= 0.85)}"
finish
