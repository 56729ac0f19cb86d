# SPDX-License-Identifier: MIT
"""What those who run the daemon ask: is it alive, is it ready, what is it."""
import re
import signal

from lib import *

BEARER = {"Authorization": "Bearer " + KEY}


@test
def it_is_alive_and_ready():
    with Daemon() as d:
        r = d.get("/healthz")
        equal((r.status, r.text, r.headers["content-type"]), (200, "ok\n", "text/plain; charset=utf-8"), "alive")
        r = d.get("/readyz")
        name = re.escape(BUNDLE.rsplit("/", 1)[1])
        check(r.status == 200 and re.fullmatch(f"ready\nbundle {name} [0-9a-f]{{16}}\n", r.text), "ready, with which bundle", r)


@test
def each_reply_names_its_request_once():
    with Daemon() as d:
        ids = []
        for r in [d.get("/healthz"), d.get("/no/such/path"), d.post_json("/v1/moderations", {"input": "x"}, BEARER)]:
            found = [v for k, v in r.header_list if k.lower() == "x-request-id"]
            check(len(found) == 1 and re.fullmatch("[0-9a-f]{24}", found[0]), "one id", r)
            ids += found
        equal(len(set(ids)), 3, "no two the same")


@test
def head_is_get_without_a_body():
    with Daemon() as d:
        for path in ["/", "/healthz", "/readyz"]:
            get, head = d.get(path), d.request("HEAD", path)
            equal((head.status, head.body), (200, b""), f"HEAD {path}")
            for name in ["content-type", "content-length"]:
                equal(head.headers.get(name), get.headers.get(name), f"{name} of {path}")


@test
def the_front_page_names_what_there_is():
    with Daemon() as d:
        r = d.get("/")
        equal((r.status, r.headers["content-type"]), (200, "text/plain; charset=utf-8"), "a plain page")
        check("http" not in r.text, "without links to elsewhere", r.text)
        for path in re.findall(r"(?:POST|GET) (/[-\w/.:$]+)", r.text):
            reply = d.get(path, BEARER)
            check(reply.status != 404, f"{path} exists", reply)


@test
def while_it_drains_it_is_alive_and_not_ready():
    daemon = Daemon()
    with daemon as d, d.connect() as alive, d.connect() as ready:
        alive.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")  # begun, and not ended yet
        ready.sendall(b"GET /readyz HTTP/1.1\r\nHost: x\r\n")
        d.get("/healthz")  # by now the others have been accepted
        d.signal(signal.SIGTERM)
        while True:  # until it accepts nobody
            try:
                d.connect().close()
            except (ConnectionRefusedError, ConnectionResetError):
                break
        alive.sendall(b"\r\n")
        ready.sendall(b"\r\n")
        for s, expected in [(alive, (200, "ok\n")), (ready, (503, "draining\n"))]:
            r = read_reply(s)
            check(r and (r.status, r.text) == expected, f"{expected}", r)
            check(r and r.headers.get("connection", "").lower() == "close", "and the connection ends", r)
        d.wait(0, "exit code")


run()
