#!/bin/sh
# SPDX-License-Identifier: MIT
# A signal ends every wait of every command, and a file that changes while it is read is said.
. tests/checks/lib.sh
python=${PYTHON:-/usr/bin/python3}
[ -x "$python" ] || skip_all "no Python"
mkdir "$work/waits"
said=$("$python" -B tests/checks/waits.py "$moderato" "$test_bundle" "$work/waits" 2>&1)
echo "$said" | grep -v ' passed, '
add "$(echo "$said" | sed -n 's/^\([0-9]*\) passed, .*/\1/p')" \
	"$(echo "$said" | sed -n 's/.* passed, \([0-9]*\) failed.*/\1/p')"
finish
