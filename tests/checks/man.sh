#!/bin/sh
# SPDX-License-Identifier: MIT
# The man page names the commands and options that --help names.
. tests/checks/lib.sh
check "the man page and --help name the same" tools/check_man.sh "$moderato" tools/moderato.1
finish
