#!/bin/sh
# SPDX-License-Identifier: MIT
# Train the default bundle: `make models`. The same files give the same bytes.
#
#   CORPORA=…/train models/default/make.sh build/moderato [OUT]
#   MODE=options: print the arguments, one a line, and train nothing (tests/quality trains by them)
set -eu
program=$1
out=${2:-models/default/default.bundle}
: "${CORPORA:?the folder of the labelled sources}"

# What it is measured on afterwards, where it is there. Never trained on.
tests=
for file in "${CORPORA%/*}"/eval/globe-and-mail.jsonl "${CORPORA%/*}"/eval/identity-madlibs.jsonl \
	"${CORPORA%/*}"/eval/insults-test.jsonl; do
	[ ! -e "$file" ] || tests="${tests:---test-identities corpus/identities.txt} --test $file"
done

set -- "$program"
[ "${MODE:-}" != options ] || set -- printf '%s\n'
# shellcheck disable=SC2086 # $tests is a list of options
exec "$@" train --seed 1 --out "$out" --card "${out%.bundle}.card.md" \
	--notes models/default/notes.md \
	--contrast 4 --cost 0.03 --min-comments 3 --perturb-train 0.2 \
	--weight sms-spam=0.3 \
	--weight corpus-abuse=2 --weight corpus-benign=2 --weight corpus-identity=2 \
	--weight corpus-news=2 --weight corpus-posts=2 \
	--assume spam=0:fox-news,toxic-spans \
	$tests \
	"$CORPORA"/*.jsonl corpus/abuse.jsonl corpus/benign.jsonl corpus/feeds.jsonl \
	corpus/identity.jsonl corpus/news.jsonl corpus/posts.jsonl corpus/spam.jsonl
