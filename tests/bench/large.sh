#!/bin/sh
# SPDX-License-Identifier: MIT
# Documents larger than memory is meant to be: exports of GB gigabytes (5), made as they are
# read, through a pipe. Prints for each the rate of `import` and of `score`, the peak memory, and the
# comments; and for comparison `score` on JSON lines of the same comments.
#
#   GB=5 tests/bench/large.sh build/moderato [wxr|disqus|reddit|commento|hn|lines]…
set -eu
program=$1
shift
[ $# -gt 0 ] || set -- wxr disqus reddit commento hn lines
gb=${GB:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Some 64 MB of records from the comments of corpus/.
block() { # a record in awk's printf, with the text, as JSON or in a CDATA section, and a number
	case $1 in
	'<'*) jq -r '.text | gsub("\\s"; " ") | "<![CDATA[" + gsub("]]>"; "") + "]]>"' corpus/*.jsonl ;;
	*) jq -r '.text | @json' corpus/*.jsonl ;;
	esac >"$work/texts"
	awk -v record="$1" 'BEGIN {while ((getline line < ARGV[1]) > 0) t[n++] = line
		for (bytes = 0; bytes < 64e6; bytes += length(s) + 1) {
			s = sprintf(record, t[i % n], i); i++; print s}}' "$work/texts"
}
wxr='<wp:comment><wp:comment_content>%s</wp:comment_content><wp:comment_id>%d</wp:comment_id><wp:comment_author><![CDATA[tansy]]></wp:comment_author><wp:comment_author_email>tansy@mail.example</wp:comment_author_email><wp:comment_author_url>http://tansy.example/</wp:comment_author_url><wp:comment_author_IP>192.0.2.7</wp:comment_author_IP><wp:comment_date>2020-12-01 00:00:00</wp:comment_date><wp:comment_date_gmt>2020-12-01 00:00:00</wp:comment_date_gmt><wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type><wp:comment_parent>0</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>'
disqus='<post><message>%s</message><id>p%d</id><createdAt>2020-12-01T00:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>tansy</name><username>tansy</username></author><thread dsq:id="7" /></post>'
reddit='{"all_awardings":[],"archived":false,"author":"tansy","author_flair_css_class":null,"author_flair_richtext":[],"author_flair_text":null,"author_flair_type":"text","author_fullname":"t2_abc","author_premium":false,"body":%s,"can_gild":true,"collapsed":false,"collapsed_reason":null,"controversiality":0,"created_utc":1606780800,"distinguished":null,"edited":false,"gilded":0,"gildings":{},"id":"g%x","is_submitter":false,"link_id":"t3_k4a7uw","locked":false,"no_follow":true,"parent_id":"t1_ge8t","permalink":"/r/mills/comments/k4a7uw/_/ge8u/","retrieved_on":1614241515,"score":1,"score_hidden":false,"send_replies":true,"stickied":false,"subreddit":"mills","subreddit_id":"t5_2qmg3","subreddit_type":"public","total_awards_received":0,"treatment_tags":[]}'
commento='{"markdown":%s,"commentHex":"e7069a7dfcfaed43caf62300a9b0edb1c124ad79d0f5887c%016x","domain":"example.org","url":"/mill","commenterHex":"a1ac58ed1146bd7fe3feff6a7276f73955c3bfd23cacee00e2e0a7a89b1a8c10","html":"","parentHex":"root","score":1,"state":"approved","creationDate":"2021-03-12T11:21:56Z","direction":0,"deleted":false},'
hn='{"text":%s,"by":"tansy","id":%d,"kids":[40846920,40850294],"parent":40846428,"time":1719854273,"type":"comment"},'
lines='{"text":%s,"id":"g%x","author":"tansy","created":"2020-12-01T00:00:00Z","parent_id":"ge8t","group":"k4a7uw","state":"published"}'

repeat() { # $work/block, until there are enough
	size=$(stat -c %s "$work/block")
	for _ in $(seq $((gb * 1000000000 / size + 1))); do cat "$work/block"; done
}
make_input() { # kind
	case $1 in
	commento)
		printf '{"version":1,"comments":['
		repeat
		printf '{}],"commenters":[{"commenterHex":"a1","name":"Tansy"}]}\n'
		;;
	hn)
		printf '{"post":{"by":"reeve","id":40846428,"time":1719853200,"title":"A mill","type":"story"},"comments":['
		repeat
		printf '{}]}\n'
		;;
	wxr)
		printf '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>A mill</title><link>https://example.org/mill</link><wp:post_id>7</wp:post_id>\n'
		repeat
		printf '</item></channel></rss>\n'
		;;
	disqus)
		printf '<?xml version="1.0" encoding="UTF-8"?>\n<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"><thread dsq:id="7"><link>https://example.org/mill</link><title>A mill</title></thread>\n'
		repeat
		printf '</disqus>\n'
		;;
	*) repeat ;;
	esac
}
measure() { # kind, command…
	kind=$1
	shift
	bytes=$(make_input "$kind" | wc -c)
	make_input "$kind" | /usr/bin/time -o "$work/time" -f '%e %U %M' "$@" 2>"$work/err" | wc -l >"$work/n"
	awk -v kind="$kind" -v command="$2" -v bytes="$bytes" -v n="$(cat "$work/n")" '{printf \
		"%-9s %-7s %6.2f GB, %9d comments: %5.0f MB/s, %5.0f MB/s of user time, peak %d MB\n", kind,
		command, bytes / 1e9, n, bytes / 1e6 / $1, bytes / 1e6 / $2, $3 / 1024}' "$work/time"
}
for kind; do
	eval "block \"\$$kind\"" >"$work/block"
	measure "$kind" "$program" import --quiet
	measure "$kind" "$program" score --quiet --second never --output scores
done
