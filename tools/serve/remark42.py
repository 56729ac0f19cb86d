#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Screen the comments of remark42, which asks no filter itself but tells a webhook of each new one.

    remark42.py HOST:PORT       in the environment: MODERATO_URL, MODERATO_KEY, REMARK_URL, REMARK_PASSWORD

Takes what the template in README.md sends, asks moderato's /v1/screen, and deletes a comment that the
policy rejects, as remark42's user "admin" (ADMIN_PASSWD). What the policy holds is written to standard
error only, as remark42 has no state for it. Listen where remark42 alone can reach it: whoever can post
here can have comments screened, and only rejected ones deleted.
"""
import base64
import http.server
import json
import os
import signal
import sys
import urllib.parse
import urllib.request

SECONDS = 10
LARGEST = 1 << 20  # bytes of a webhook's body


def read(body):
    """A comment as the template has it: all fields are there, and texts."""
    comment = json.loads(body)
    if not all(isinstance(comment[name], str) for name in ("id", "site", "url", "author", "text")):
        raise ValueError("expected texts only")
    return comment


def ask(url, key, comment):
    """The decision on a comment: publish, hold or reject."""
    body = json.dumps({"text": comment["text"], "author": comment["author"]}).encode()
    request = urllib.request.Request(url.rstrip("/") + "/v1/screen", body, {
        "Authorization": "Bearer " + key, "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS) as reply:
        return json.load(reply)["decision"]


def delete(url, password, comment):
    where = urllib.parse.urlencode({"site": comment["site"], "url": comment["url"]})
    name = urllib.parse.quote(comment["id"], safe="")
    secret = base64.b64encode(b"admin:" + password.encode()).decode()
    request = urllib.request.Request(f"{url.rstrip('/')}/api/v1/admin/comment/{name}?{where}", method="DELETE",
                                     headers={"Authorization": "Basic " + secret})
    urllib.request.urlopen(request, timeout=SECONDS).close()


class Webhook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 < length <= LARGEST:
            return self.send_error(413)
        try:
            comment = read(self.rfile.read(length))
            decision = ask(os.environ["MODERATO_URL"], os.environ["MODERATO_KEY"], comment)
            if decision == "reject":
                delete(os.environ["REMARK_URL"], os.environ["REMARK_PASSWORD"], comment)
        except (OSError, ValueError, LookupError, TypeError) as error:
            print(f"remark42.py: {error}", file=sys.stderr, flush=True)
            return self.send_error(502)
        if decision != "publish":
            print(decision, json.dumps([comment["id"], comment["url"]]), file=sys.stderr, flush=True)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def log_message(self, *_):
        pass


def main():
    for name in ("MODERATO_URL", "MODERATO_KEY", "REMARK_URL", "REMARK_PASSWORD"):
        if not os.environ.get(name):
            sys.exit(f"remark42.py: no {name} in the environment")
    if len(sys.argv) != 2:
        sys.exit("remark42.py: expected HOST:PORT")
    host, _, port = sys.argv[1].rpartition(":")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    server = http.server.ThreadingHTTPServer((host or "127.0.0.1", int(port)), Webhook)
    print(f"listening on {server.server_address[0]}:{server.server_address[1]}", file=sys.stderr, flush=True)
    server.serve_forever()


main()
