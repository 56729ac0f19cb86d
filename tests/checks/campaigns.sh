#!/bin/sh
# SPDX-License-Identifier: MIT
# Campaigns: those planted in a batch are found, others are not; and what is found does not depend
# on threads, shards, files, pipes, or on a run being killed.
. tests/checks/lib.sh
export MODERATO_BUNDLE="$test_bundle"
bench=$root/tests/bench/campaigns.py

"$bench" make --apart --comments 9000 --campaigns 12 --least 20 --most 800 --seed 1 "$moderato" "$work/in.jsonl" \
	corpus/news.jsonl corpus/posts.jsonl corpus/benign.jsonl corpus/feeds.jsonl || exit 4
cd "$work" || exit 4
"$moderato" campaigns -q -j 1 --members 0 in.jsonl >found || exit 4
# Small campaigns have fewer variants to be near to than those of `make bench-campaigns`.
check "93 % of the planted variants are found, at most 0.1 % of the others" \
	"$bench" judge --found 0.93 --caught 0.001 in.jsonl found

# ---- the same however it is read ----

head -n 2500 in.jsonl | awk 'NR % 400 == 7 {print "{no json"} {print}' >a.jsonl
tail -n +2501 in.jsonl >b.jsonl
gzip -c b.jsonl >b.gz
cat a.jsonl b.jsonl >whole.jsonl
"$moderato" campaigns -q -j 1 --members 0 whole.jsonl >found 2>told
same_found() { # arguments of campaigns
	"$moderato" campaigns -q --members 0 "$@" 2>said | cmp - found && [ "$(wc -l <said)" = "$(wc -l <told)" ]
}
check "three threads" same_found -j 3 whole.jsonl
check "two files" same_found a.jsonl b.jsonl
check "a compressed file" same_found a.jsonl b.gz
piped() { cat whole.jsonl | same_found; }
check "a pipe" piped
redirected() { { read -r first && same_found; } <with_line.jsonl; }
{ echo a line && cat whole.jsonl; } >with_line.jsonl
check "standard input that was read from before" redirected

cat >policy.yaml <<'END'
version: 1
rules:
  - name: campaign
    when: {repeated: 20}
    action: hold
END
"$moderato" score -j 1 -q --policy policy.yaml whole.jsonl >scored 2>told
check "as many are held as are in campaigns of 20 or more" \
	[ "$(grep -c '"rule":"campaign"' scored)" = "$(jq -s 'map(.size | select(. >= 20)) | add' found)" ]
check "as many have a campaign as are listed" \
	[ "$(grep -c '"campaign":{' scored)" = "$(jq -s 'map(.size) | add' found)" ]
same_scored() { # arguments of score
	"$moderato" score -q --policy policy.yaml "$@" 2>said | cmp - scored && cmp said told
}
check "scored by three threads" same_scored -j 3 whole.jsonl
scored_pipe() { sed 's/^moderato: [a-z. ]*:/:/' told >a && cat whole.jsonl |
	"$moderato" score -q --policy policy.yaml 2>said | cmp - scored && sed 's/^moderato: [a-z. ]*:/:/' said | cmp - a; }
check "scored from a pipe" scored_pipe
shards() { # N, files…
	n=$1
	shift
	: >parts
	for i in $(seq "$n"); do
		"$moderato" score -q --policy policy.yaml --shard "$i/$n" "$@" >>parts 2>/dev/null || return 1
	done
	cmp parts scored
}
check "three shards" shards 3 whole.jsonl
check "three shards of two files" shards 3 a.jsonl b.gz
dealt() {
	for i in 1 2 3; do
		cat b.jsonl | "$moderato" score -q --policy policy.yaml --shard $i/3 >dealt.$i || return 1
	done
	"$moderato" score -q --policy policy.yaml b.jsonl >b.scored
	paste -d '\n' dealt.? | grep . | cmp - b.scored
}
check "three shards of a pipe" dealt
killed() { # arguments
	blocks=$(($(wc -c <scored) / 512))
	rm -f out*
	for part in 1 2 3; do
		(ulimit -c 0 -f $((blocks * part / 4 + 4)) 2>/dev/null || ulimit -f $((blocks * part / 4 + 4))
			exec "$moderato" score --checkpoint 0 --resume -q --policy policy.yaml -o out "$@") >/dev/null 2>&1 && return 1
		[ ! -e out ] && [ -e out.partial ] || return 1
	done
	"$moderato" score --resume -q --policy policy.yaml -o out "$@" 2>/dev/null
	cmp scored out
}
check "killed three times" killed whole.jsonl 2>/dev/null
check "killed three times, two files" killed a.jsonl b.gz 2>/dev/null

finish
