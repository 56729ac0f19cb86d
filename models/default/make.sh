#!/bin/sh
# SPDX-License-Identifier: MIT
# Train the default bundle: `make models`. The same files give the same bytes.
#
#   CORPORA=…/train LEXICONS=… models/default/make.sh build/moderato [OUT]
set -eu
program=$1
out=${2:-models/default/default.bundle}
: "${CORPORA:?the folder of the labelled sources}" "${LEXICONS:?the folder of the lexicons}"

exec "$program" train --seed 1 --out "$out" --card "${out%.bundle}.card.md" \
	--notes models/default/notes.md \
	--cost 0.1,0.3 \
	--weight davidson=0.3 --weight sms-spam=0.3 --weight corpus-benign=2 --weight corpus-abuse=2 \
	--assume spam=0:fox-news,toxic-spans \
	"$CORPORA"/*.jsonl corpus/abuse.jsonl corpus/benign.jsonl corpus/spam.jsonl
