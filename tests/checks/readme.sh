#!/bin/sh
# SPDX-License-Identifier: MIT
# The commands and the C program in the documents print what the documents say.
#   UPDATE=1 B=build/cc tests/checks/readme.sh   writes what they print now: read the difference
exec tests/readme.py README.md src/README.md
