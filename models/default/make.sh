#!/bin/sh
# SPDX-License-Identifier: MIT
# Train the default bundle: `make models`. The same files give the same bytes.
#
#   CORPORA=…/train models/default/make.sh build/moderato [OUT]
#   MODE=options: print the arguments, one a line, and train nothing (tests/quality trains by them)
#
# Twice, for the sake of ordinary comments that nobody judged (../background beside CORPORA): a first
# bundle, which did not see them, tells which of them are surely harmless, and those are taken as such in
# the second training, at half the weight. reddit-coronavirus is left to measure false alarms with.
set -eu
program=$1
out=${2:-models/default/default.bundle}
: "${CORPORA:?the folder of the labelled sources}"
background=${CORPORA%/*}/background

# What it is measured on afterwards, where it is there. Never trained on.
tests=
for file in "${CORPORA%/*}"/eval/globe-and-mail.jsonl "${CORPORA%/*}"/eval/identity-madlibs.jsonl \
	"${CORPORA%/*}"/eval/insults-test.jsonl; do
	[ ! -e "$file" ] || tests="${tests:---test-identities corpus/identities.txt} --test $file"
done

# Where comments come as they come: by these sources scores are calibrated.
natural=jigsaw2018-train20k,jigsaw2018-ak5000,civil-chunk18

# Every head but spam has a second stage. That of spam learns how spam looks in the sources at hand (text
# messages, comments under videos): on blogs that it has not seen, the head alone has an AUC of .94, with a
# second stage .77.
second=toxicity,severe_toxicity,insult,profanity,threat,identity_attack

# Comments that the words leave in doubt are read by the encoder of the bundle that ships, too: it is trained
# apart, by tools/encoder/, which takes a night. ENCODER=FILE takes another one.
encoder=${ENCODER:-models/default/default.bundle}

# What that encoder thinks of comments that nobody judged, or not in all respects, helps the first reading.
grades=${GRADES:-models/default/default.grades}

# What both trainings share: by source, how much it counts and what it is taken to say of spam.
recipe() {
	"$@" --contrast 2 --cost 0.1 --min-comments 3 --folds 2 \
		--weight sms-spam=0.3 --weight davidson=0.5 --weight hatexplain=0.5 \
		--weight implicit-hate=0.5 --weight paradetox=0.7 \
		--weight jigsaw2018-train20k=3 --weight jigsaw2018-ak5000=3 --weight wikipedia-toxicity=2 \
		--weight corpus-abuse=2 --weight corpus-benign=2 --weight corpus-identity=2 \
		--weight corpus-news=2 --weight corpus-posts=2 --weight corpus-adverts=2 --weight corpus-queue=2 \
		--weight corpus-everyday=3 --weight corpus-groups=3 --weight corpus-insults=3 \
		--weight corpus-languages=3 --weight corpus-threats=3 --weight corpus-visitors=3 \
		--weight corpus-contempt=1 --weight corpus-denied=1 --weight corpus-long=1 --weight corpus-menace=1 \
		--weight corpus-pitches=1 --weight corpus-exposed=1 --weight corpus-hounded=1 --weight corpus-leered=1 \
		--weight corpus-veiled=1 \
		--assume spam=0:fox-news,toxic-spans,civil-chunk18,jigsaw2018-train20k,jigsaw2018-ak5000,cad-reddit \
		"$CORPORA"/*.jsonl corpus/[!s]*.jsonl corpus/spam.jsonl
}

if [ "${MODE:-}" = options ]; then
	recipe printf '%s\n' train --seed 1 --perturb-train 0.2 --second "$second"
	exit
fi

work=build/models # a fixed place: the card names its files
mkdir -p "$work"
ordinary=
if [ -d "$background" ]; then
	recipe "$program" train --quiet --seed 1 --rehearsal -1 --calibrate $natural --out "$work/first.bundle" >"$work/figures"
	for file in gab-reddit youtube-politics; do
		"$program" score --quiet --output jsonl --with text --bundle "$work/first.bundle" \
			"$background/$file.jsonl" |
			jq -c --arg source "ordinary-$file" '
				{spam: 0.1, toxicity: 0.25, severe_toxicity: 0.05, insult: 0.2, profanity: 0.2, threat: 0.05,
					identity_attack: 0.1} as $below
				| .scores as $s | {id, text, source: $source,
					labels: ($below | with_entries(select($s[.key] < .value) | .value = 0))}
				| select(.labels != {})'
	done >"$work/ordinary.jsonl"
	ordinary="--weight ordinary-gab-reddit=0.5 --weight ordinary-youtube-politics=0.5 $work/ordinary.jsonl"
fi

# shellcheck disable=SC2086 # $tests and $ordinary are lists of options
recipe "$program" train --seed 1 --out "$out" --card "${out%.bundle}.card.md" \
	--notes models/default/notes.md --perturb-train 0.2 \
	--second "$second" --encoder "$encoder" --grades "$grades" --weight encoder-grades=0.3 \
	--calibrate $natural $tests $ordinary
