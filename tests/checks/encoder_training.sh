#!/bin/sh
# SPDX-License-Identifier: MIT
# The training of encoders (tools/encoder/): what it simulates, and that it goes on where it stopped.
# Needs PyTorch, which a Python of one's own may have (PYTHON=env/bin/python); skipped without.
. tests/checks/lib.sh
: "${PYTHON:=/usr/bin/python3}"
"$PYTHON" -c 'import numpy, torch' 2>/dev/null || skip_all "no PyTorch"
export MODERATO_BUNDLE="$test_bundle"
said=$("$PYTHON" -B tests/checks/encoder_training.py "$moderato" "$work" 2>&1)
echo "$said" | grep -v -e ' passed, ' -e '^step ' -e ' comments of '
counts=$(echo "$said" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p')
# shellcheck disable=SC2086 # two numbers; without them it has not run to its end
add ${counts:-0 1}
finish
