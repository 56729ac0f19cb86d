#!/bin/sh
# SPDX-License-Identifier: MIT
# What README.md and the manual promise about memory, continued from memory_forms.sh: feeds, Blogger,
# Stack Exchange, WordPress's database and Movable Type; and that it does not grow with the export.
. tests/checks/lib.sh
: "${PYTHON:=/usr/bin/python3}"
[ -z "$SAN" ] || skip_all "a sanitised build takes more memory"
"$PYTHON" -B tests/checks/memory_exports_inputs.py "$work" || exit 4

# at_most MB FORMAT FILE: what its import takes.
at_most() {
	took=$("$PYTHON" -B tests/checks/peak.py "$moderato" import --format "$2" "$work/$3") || took=9999
	[ -z "${SHOW:-}" ] || echo "$took of $1: $2 $3"
	check "$2 $3: $took MB, promised $1" [ "$took" -le "$1" ]
}

at_most 96 feed feed.xml
at_most 96 feed names.xml
at_most 96 stackexchange stackexchange.xml
at_most 160 blogger blogger.xml
at_most 160 blogger takeout.xml
at_most 96 sql wp.sql
at_most 32 mtif mt.txt

# Ordinary exports that are larger than what is allowed.
for form in rss atom blogger takeout stackexchange sql mtif; do
	"$PYTHON" -B tests/bench/forms.py $form 40 >"$work/export"
	case $form in rss | atom) format=feed ;; takeout) format=blogger ;; *) format=$form ;; esac
	at_most 32 $format export
done
finish
