#!/bin/sh
# SPDX-License-Identifier: MIT
# Batches: cut into shards, killed, stopped and gone on with, the bytes are those of one run.
. tests/checks/lib.sh
export MODERATO_BUNDLE="$test_bundle" LC_ALL=C
corpus=$root/corpus
cd "$work" || exit 4

# Some 2000 records, twelve of them bad; fewer bytes to a record at the end than at the beginning.
cat "$corpus/abuse.jsonl" "$corpus/spam.jsonl" | awk 'NR % 150 == 7 {print "{no json"} {print}' |
	awk '{print length($0) "\t" $0}' | sort -snr | cut -f 2- >in.jsonl
jq -rRn '["id", "text"], (inputs | fromjson? | [.id, .text + " \n said \"I\""]) | @csv' <in.jsonl >in.csv
printf '"never closed\n' >>in.csv
jq -rR 'fromjson? | .text | gsub("\n"; " ")' <in.jsonl >in.txt
gzip -c in.jsonl >in.gz
{ head -n 700 in.jsonl | zstd -qc; tail -n +701 in.jsonl | zstd -qc; } >in.zst
cp "$corpus/sample-page.txt" page.txt
"$moderato" import -q --to wxr in.jsonl 2>/dev/null | awk '{print} NR % 3997 == 7 {print "<x></y>"}' >in.xml

# ---- shards ----

# The whole and N shards: the same lines, the same complaints, each once.
shards() { # N, arguments…
	n=$1
	shift
	"$moderato" score "$@" >whole 2>said
	: >parts
	: >parts.said
	for i in $(seq "$n"); do
		"$moderato" score --shard "$i/$n" "$@" >>parts 2>>parts.said || return 1
	done
	grep -v ' comments\?:' said >told
	grep -v ' comments\?:' parts.said | cmp - told && cmp whole parts &&
		[ "$(counts <said)" = "$(counts <parts.said)" ]
}
counts() { # comments and skipped, summed up
	awk '/ comments?: / {for (i = 1; i < NF; i++) {
		if ($(i + 1) ~ /^comment/) c += $i
		if ($(i + 1) ~ /^skipped/) s += $i
	}} END {print c + 0, s + 0}'
}
for n in 1 2 3 16; do
	for file in in.jsonl in.csv in.txt in.gz in.zst in.xml page.txt; do
		check "$n shards of $file" shards $n --output csv "$file"
	done
	check "$n shards of several files" shards $n page.txt in.zst in.csv in.jsonl
done
check "more shards than records" shards 40 --output table page.txt

# A pipe is dealt out.
sed '/^{no json/d' in.jsonl >clean.jsonl
"$moderato" score -q clean.jsonl >whole
for i in 1 2 3; do
	"$moderato" score -q --shard $i/3 <clean.jsonl >part.$i
	cat clean.jsonl | "$moderato" score -q --shard $i/3 >dealt.$i
done
check "a file on standard input is cut" sh -c 'cat part.? | cmp - whole'
check "a pipe is dealt out" sh -c "paste -d '\\n' dealt.? | grep . | cmp - whole"

# ---- killed ----

# The system kills the program when its output has so many blocks of 512 bytes; then it goes on.
killed() { # arguments…
	"$moderato" score "$@" >whole 2>whole.said
	blocks=$(($(wc -c <whole) / 512))
	rm -f out*
	for tenth in 1 2 3 4 5 6 7 8 9; do
		(ulimit -c 0 -f $((blocks * tenth / 10 + 4)) 2>/dev/null || ulimit -f $((blocks * tenth / 10 + 4))
			exec "$moderato" score --checkpoint 0 --resume -o out "$@") >/dev/null 2>&1 && return 1
		[ ! -e out ] && [ -e out.partial ] || return 1
	done
	"$moderato" score --resume -o out "$@" 2>said
	cmp whole out && tail -n 1 whole.said >a && tail -n 1 said | cmp a - && [ ! -e out.partial ]
}
for file in in.jsonl in.csv in.zst; do
	check "killed nine times: $file" killed "$file" 2>/dev/null
done
check "killed nine times: a shard of several files" \
	killed --shard 2/3 --output csv page.txt in.gz in.jsonl 2>/dev/null

# Whatever a crash leaves: the journal ends anywhere, the output at or behind what it says.
"$moderato" score --output csv in.jsonl >whole 2>whole.said
(ulimit -f $(($(wc -c <whole) / 600))
	exec "$moderato" score -q --output csv --checkpoint 0 -o out in.jsonl) >/dev/null 2>&1
cp out.progress left.progress
cp out.partial left.partial
torn() { # bytes of the journal
	rm -f out
	head -c "$1" left.progress >out.progress
	{ cat left.partial && printf 'half a li'; } >out.partial
	"$moderato" score --output csv --resume -o out in.jsonl 2>said
	cmp whole out && tail -n 1 whole.said >a && tail -n 1 said | cmp a -
}
size=$(wc -c <left.progress)
for i in 0 1 2 3 4 5 6 7 8 9 10 11 12; do
	check "a journal cut at $((size * i / 12))" torn $((size * i / 12))
done
short_output() {
	cp left.progress out.progress
	head -c 50000 left.partial >out.partial
	rm -f out
	"$moderato" score -q --output csv --resume -o out in.jsonl 2>/dev/null
	cmp whole out
}
check "an output shorter than its journal says" short_output
flipped() {
	sed '$s/^\([0-9]*\)[0-9]/\19/' left.progress >out.progress
	cp left.partial out.partial
	rm -f out
	"$moderato" score -q --output csv --resume -o out in.jsonl 2>/dev/null
	cmp whole out
}
check "a damaged note" flipped

# ---- stopped ----

mkfifo in out.fifo || exit 4
stopped() { # the rest of the options; reads from "in"
	"$moderato" score -j 1 --output scores "$@" <in >out.fifo 2>said &
	pid=$!
	exec 4>in 5<out.fifo
	head -n 300 clean.jsonl >&4
	read -r first <&5 # 256 are written: the rest is on its way, or waited for
	kill -TERM $pid
	{ echo "$first" && cat <&5; } >got
	wait $pid
	code=$?
	exec 4>&- 5<&-
	"$moderato" score -q --output scores clean.jsonl | head -n "$(wc -l <got)" | cmp - got &&
		[ $code -eq 143 ] && [ "$(wc -l <got)" -ge 256 ] && grep -q 'stopped by SIGTERM' said &&
		grep -q "^moderato: $(wc -l <got) comments" said
}
check "SIGTERM ends a wait for a pipe, and what was read is written" stopped

# Standard input waits for good; the output says when to stop. Then the same input goes on.
continued() {
	"$moderato" score -q --output scores in.jsonl >whole 2>/dev/null
	rm -f res*
	"$moderato" score -q -j 1 --checkpoint 0 --output scores -o res <in 2>/dev/null &
	pid=$!
	exec 4>in
	head -n 1000 in.jsonl >&4
	tail -n +1001 in.jsonl | head -n 100 >&4 # the pipe takes this when most before it was read
	kill -TERM $pid
	wait $pid
	code=$?
	exec 4>&-
	[ $code -eq 143 ] && [ ! -e res ] &&
		cat in.jsonl | "$moderato" score -q --resume --output scores -o res 2>/dev/null
	cmp whole res
}
check "stopped, and gone on with from the same pipe" continued

finish
