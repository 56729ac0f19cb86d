#!/bin/sh
# SPDX-License-Identifier: MIT
# The man page names the commands and options that --help names.
if tools/check_man.sh "$B/moderato" tools/moderato.1; then
	echo "1 passed, 0 failed"
else
	echo "0 passed, 1 failed"
	exit 1
fi
