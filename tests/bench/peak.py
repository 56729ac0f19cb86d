#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Run a command; say what it took: wall and processor seconds and the peak of its memory.

    tests/bench/peak.py COMMAND [ARGUMENT…]

Memory is the proportional set size (PSS) of the command and all of its children together, polled
up to ten times a second: pages that several processes share count once. A process's own high-water
mark would count what a fork shares in every child. Writes one line of `wall user+sys MiB` to standard error;
exits as the command does.
"""
import os
import resource
import subprocess
import sys
import time

POLL_SECONDS = 0.1
REST = 20  # times as long as a poll took, which walks all pages, until the next


def family(root):
    """The process and all that descend from it."""
    parents = {}
    for name in os.listdir('/proc'):
        if not name.isdigit():
            continue
        try:
            with open(f'/proc/{name}/stat') as file:
                # pid (name) state parent …, and the name may hold anything
                parents[int(name)] = int(file.read().rpartition(')')[2].split()[1])
        except OSError:
            pass  # it has ended
    found = {root}
    while True:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def pss(pid):
    try:
        with open(f'/proc/{pid}/smaps_rollup') as file:
            for line in file:
                if line.startswith('Pss:'):
                    return int(line.split()[1])
    except (OSError, ValueError):
        pass
    return 0


def main():
    start = time.monotonic()
    process = subprocess.Popen(sys.argv[1:])
    peak = 0
    while process.poll() is None:
        before = time.monotonic()
        peak = max(peak, sum(pss(pid) for pid in family(process.pid)))
        time.sleep(max(POLL_SECONDS, REST * (time.monotonic() - before)))
    wall = time.monotonic() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f'{wall:.2f} {used.ru_utime + used.ru_stime:.2f} {peak / 1024:.0f}', file=sys.stderr)
    return process.returncode


sys.exit(main())
