#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Run a command without its output; print the most memory, in MB, that it or a child of it had.

    tests/checks/peak.py COMMAND [ARGUMENT…]

A command that ends by a signal is told on standard error, and fails.
"""
import os
import sys

pid = os.fork()
if not pid:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in 1, 2:
        os.dup2(nothing, stream)
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(pid, 0)
print(-(-used.ru_maxrss // 1024))
if os.WIFSIGNALED(status):
    sys.exit(f'ended by signal {os.WTERMSIG(status)}')
