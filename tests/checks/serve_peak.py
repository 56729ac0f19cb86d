#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Serve, ask many large things at once, and print the most memory, in MB, that the daemon had.

    tests/checks/serve_peak.py PROGRAM THREADS BODY_MEMORY_MB CLIENTS COMMENTS RECORDS

Each client sends a line to /v1/screen over a connection of its own: the first ones that of COMMENTS,
which takes the most to judge, twice as many as there are threads, the others that of RECORDS, a long
body. All send the head and half of the body before any sends the rest, so that as many bodies as the
daemon takes are in memory together.
"""
import os
import socket
import subprocess
import sys
import tempfile
import time

program, threads, memory, clients, comments, records = sys.argv[1:]


def request(name):
    with open(name, "rb") as file:
        body = file.readline().strip()
    return b"POST /v1/screen HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def reply(client):
    """The status of an answer that is read to its end; 0: the connection was closed."""
    got = b""
    while b"\r\n\r\n" not in got:
        more = client.recv(65536)
        if not more:
            return 0
        got += more
    head, rest = got.split(b"\r\n\r\n", 1)
    left = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]) - len(rest)
    while left > 0:
        more = client.recv(min(left, 65536))
        if not more:
            return 0
        left -= len(more)
    return int(head.split()[1])


def ask(path):
    """How many answers were verdicts."""
    requests = [request(comments)] * (2 * int(threads)) + [request(records)] * int(clients)
    opened = []
    good = 0
    for sent in requests:
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(20)
        client.connect(path)
        opened.append((client, sent))
    for half in 0, 1:
        for client, sent in opened:
            try:
                client.sendall(sent[len(sent) // 2:] if half else sent[:len(sent) // 2])
            except OSError:
                pass  # it was refused: there are too many bodies
    for client, _ in opened:
        try:
            good += reply(client) == 200
        except OSError:
            pass
        client.close()
    return good


with tempfile.TemporaryDirectory() as folder:
    path = folder + "/socket"
    with open(folder + "/serve.yaml", "w") as file:
        file.write("threads: %s\nlimits: {body_memory: %sMiB}\n" % (threads, memory))
    daemon = subprocess.Popen([program, "serve", "--anonymous", "--listen", "unix:" + path,
                               "--config", folder + "/serve.yaml"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while not os.path.exists(path) and daemon.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        good = ask(path)
        with open("/proc/%d/status" % daemon.pid) as file:
            peak = next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
    finally:
        daemon.terminate()
        daemon.wait()
if not good:
    sys.exit("no verdict was given")
print(-(-peak // 1024))
