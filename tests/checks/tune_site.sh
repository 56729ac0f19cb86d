#!/bin/sh
# SPDX-License-Identifier: MIT
# The documented path from an export to a bundle tuned to the site, with the default bundle and the
# sample site: it must rank the held-out comments better, and hardly move any other attribute (their
# second stages look at the spam head's margin, so that they move a little).
. tests/checks/lib.sh
export MODERATO_BUNDLE="$root/models/default"

"$moderato" tune -q -o "$work/site.bundle" corpus/sample-site.xml >"$work/figures"
check "tune says that it did" [ $? -eq 0 ]
check "spam is tuned, better by .03 at least" \
	jq -es '.[] | select(.attribute == "spam") | .head == "tuned" and .auc > .base_auc + 0.03' "$work/figures"

# The path in two steps: a corpus, then training. The same comments, judged alike.
"$moderato" import -q --labels corpus/sample-site.xml >"$work/site.jsonl"
count() { jq -s "[.[] | select(.labels.spam == $1)] | length" "$work/site.jsonl"; }
approved() { # state: comments of readers in it
	xmllint --xpath "count(//*[local-name()='comment'][*[local-name()='comment_approved']='$1'][*[local-name()='comment_type']='comment'])" corpus/sample-site.xml
}
check "published comments are no spam" [ "$(count 0)" -eq "$(approved 1)" ]
check "comments filed as spam are spam" [ "$(count 1)" -eq "$(approved spam)" ]

others='.scores | del(.spam)'
"$moderato" score -q --output jsonl corpus/posts.jsonl | jq -c "$others" >"$work/before"
"$moderato" score -q --output jsonl --bundle "$work/site.bundle" corpus/posts.jsonl | jq -c "$others" >"$work/after"
check "the other attributes move by less than .03 on the mean" jq -en \
	--slurpfile a "$work/before" --slurpfile b "$work/after" '
	[range($a | length) as $i | ($a[$i] | keys[]) as $k | {k: $k, d: ($a[$i][$k] - $b[$i][$k] | fabs)}]
	| group_by(.k) | all(.[]; (map(.d) | add / length) < 0.03)'
finish
