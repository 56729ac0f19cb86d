#!/bin/sh
# SPDX-License-Identifier: MIT
# Write the default policy's thresholds anew: `make policy`, after `make models`.
#
#   CORPORA=…/train models/default/policy.sh build/moderato
#
# The ordinary comments are every other one of reddit-coronavirus, which no bundle is trained on; the
# rest of them tell whether the budget is kept (tests/quality).
set -eu
program=$1
policy=src/policy/default_policy.yaml
: "${CORPORA:?the folder of the labelled sources}"
work=$(mktemp)
trap 'rm -f "$work"' EXIT
sed -n 'p;n' "${CORPORA%/*}/background/reddit-coronavirus.jsonl" |
	"$program" budget --bundle models/default --policy "$policy" - >"$work"
cat "$work" >"$policy"
