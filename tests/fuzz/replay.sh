#!/bin/sh
# SPDX-License-Identifier: MIT
# Run one fuzzer's seeds through its replay program; prints "N passed, 0 failed", as tests/run.sh
# counts. What a broken promise or a sanitiser says follows the name of the input that caused it.
#
#   tests/fuzz/replay.sh build/cc/fuzz/replay_csv
set -u
said=$("$1" "$(dirname "$0")/corpus/$(basename "$1" | sed 's/^replay_//')" 2>&1)
code=$?
if [ "$code" -ne 0 ]; then
	printf '%s\n' "$said" | grep -v '^tests/fuzz/corpus/' | head -n 40
	printf '%s\n' "$said" | grep '^tests/fuzz/corpus/' | tail -n 1
	echo "0 passed, 1 failed"
	exit 1
fi
printf '%s\n' "$said" | sed -n 's/^\([0-9]*\) inputs$/\1 passed, 0 failed/p'
