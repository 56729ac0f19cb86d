#!/bin/sh
# SPDX-License-Identifier: MIT
# The real JSON exports in ../shared: as many comments as jq counts, with their texts, authors and
# threads.
. tests/checks/lib.sh
shared=../shared/exports
needs "$shared/hn"
import() { # file: into $work/out, what is said into $work/err
	"$moderato" import "$1" >"$work/out" 2>"$work/err"
	is "$1: exit" $? 0
}
same() { # what, jq program over the export's comments as an array of {id, text…}, export
	jq -cS "$2" "$3" >"$work/expected"
	jq -cS "$4" "$work/out" | LC_ALL=C sort >"$work/got"
	LC_ALL=C sort "$work/expected" | cmp -s - "$work/got"
	is "$1" $? 0
}
gone='. == "[dead]" or . == "[flagged]" or . == "[removed]" or . == "[deleted]" or . == null'

file=$shared/hn/ntdunglc_hn_comments.json
import "$file"
is "hn: comments" "$(wc -l <"$work/out")" \
	"$(jq "[.comments[] | select(.text | $gone | not)] | length" "$file")"
is "hn: without a text" "$(cat "$work/err")" \
	"moderato: $(jq "[.comments[] | select(.text | $gone)] | length" "$file") removed or deleted comments without a text left out"
same "hn: id, author, text, time and thread" \
	".comments[] | select(.text | $gone | not) | [(.id | tostring), .by, .text, (.time | todate), \"40846428\"]" \
	"$file" '[.id, .author, .text, .created, .group]'

file=$shared/reddit/wlicb_reddit_comments.json
import "$file"
is "reddit: comments" "$(wc -l <"$work/out")" \
	"$(jq "[.. | objects | select(has(\"replies\")) | select(.body | $gone | not)] | length" "$file")"
is "reddit: without a text" "$(cat "$work/err")" \
	"moderato: $(jq "[.. | objects | select(has(\"replies\")) | select(.body | $gone)] | length" "$file") removed or deleted comments without a text left out"
same "reddit: id, author, text and thread" \
	"to_entries[] | .key as \$post | .value.comments | [.. | objects | to_entries[] | select(.value | type == \"object\" and has(\"replies\"))][] | select(.value.body | $gone | not) | [.key, .value.author, .value.body, \$post]" \
	"$file" '[.id, .author // "[deleted]", .text, .group]'

file=$shared/reddit/nomic_reddit_comments.jsonl
import "$file"
is "reddit, texts only" "$(wc -l <"$work/out")" "$(wc -l <"$file")"

file=$shared/json/commento.json
import "$file"
same "commento: id, author, text" \
	'(.commenters | map({(.commenterHex): .name}) | add) as $names | .comments[] | [.commentHex, $names[.commenterHex], .markdown, .creationDate]' \
	"$file" '[.id, .author, .text, .created]'
file=$shared/json/isso-generic.json
import "$file"
same "isso: author, text, thread" '.[] | .id as $id | .title as $title | .comments[] | [.author, .text, $id, $title]' \
	"$file" '[.author, .text, .group, .title]'
file=$shared/json/tree.json
import "$file"
same "remark42: id and what it answers" '.. | objects | select(has("pid")) | [.id, .pid, .time]' \
	"$file" '[.id, .parent_id // "", .created]'
finish
