# SPDX-License-Identifier: MIT
"""serve_start.py PROGRAM: how long `moderato serve` takes from its start to its first answer."""
import socket
import statistics
import subprocess
import sys
import time


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def once():
    port = free_port()
    body = b'{"comment":{"text":"hello"},"requestedAttributes":{"TOXICITY":{}}}'
    ask = (b"POST /v1alpha1/comments:analyze?key=0123456789ab HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"
           % len(body)) + body
    begin = time.monotonic()
    daemon = subprocess.Popen([sys.argv[1], "serve", "--quiet", "--listen", f"127.0.0.1:{port}", "--key",
                               "0123456789ab"], stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                s = socket.create_connection(("127.0.0.1", port))
                break
            except ConnectionRefusedError:
                if daemon.poll() is not None:
                    sys.exit("the daemon does not start")
        with s:
            s.sendall(ask)
            if not s.recv(100).startswith(b"HTTP/1.1 200 "):
                sys.exit("the first answer is no success")
        return 1000 * (time.monotonic() - begin)
    finally:
        daemon.terminate()
        daemon.wait()


took = sorted(once() for _ in range(11))
print(f"{took[0]:.0f} and {statistics.median(took):.0f} ms.")
