#!/bin/sh
# SPDX-License-Identifier: MIT
# A signal ends every wait of every command.
. tests/checks/lib.sh
python=${PYTHON:-/usr/bin/python3}
[ -x "$python" ] || skip_all "no Python"
mkdir "$work/waits"
said=$("$python" -B tests/checks/waits.py "$moderato" "$test_bundle" "$work/waits" 2>&1)
echo "$said" | grep -v ' passed, '
counts=$(echo "$said" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p')
# shellcheck disable=SC2086 # two numbers; without them it has not run to its end
add ${counts:-0 1}
finish
