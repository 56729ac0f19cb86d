# SPDX-License-Identifier: MIT
"""Messages that are too large, cut off, packed or refused: each client reads why, and memory is bounded."""
import gzip
import http.client
import random
import socket
import struct
from lib import *

AUTH = {"Authorization": "Bearer " + KEY}
JSON = {"Content-Type": "application/json", **AUTH}
LINES = {"Content-Type": "application/x-ndjson", **AUTH}
COMMENT = b'{"text":"you are an idiot"}'


def raw_post(body, *headers, path="/v1/score"):
    lines = [f"POST {path} HTTP/1.1", "Host: a", "Authorization: Bearer " + KEY, "Content-Type: application/json",
             *(headers or [f"Content-Length: {len(body)}"])]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def status_of(raw):
    return int(raw.split(b" ", 2)[1]) if raw.startswith(b"HTTP/1.1 ") else raw


def heads(raw):
    return raw.count(b"HTTP/1.1 ")


# ---- cut off ----


def cut_at_each_byte(d, message, end):
    """Sends every beginning of a message on a connection of its own, and ends it."""
    sockets = []
    for n in range(len(message)):
        s = d.connect()
        s.sendall(message[:n])
        end(s)
        sockets.append(s)
    return sockets


@test
def a_message_that_ends_early_is_not_answered_with_success():
    message = raw_post(COMMENT)
    with Daemon() as d:
        whole = d.raw(message)
        equal(status_of(whole), 200, "the whole message")
        answered = set()
        for s in cut_at_each_byte(d, message, lambda s: s.shutdown(socket.SHUT_WR)):
            with s:
                got = b""
                while part := s.recv(65536):
                    got += part
                answered.add(status_of(got))
        check(answered <= {b"", 400}, "cut messages", answered)
        equal(d.raw(message).split(b"\r\n\r\n")[1], whole.split(b"\r\n\r\n")[1], "the whole message again")


@test
def a_chunked_message_that_ends_early_is_not_answered_with_success():
    message = raw_post(b"10\r\n" + COMMENT[:16] + b"\r\n%x;x=y\r\n" % len(COMMENT[16:]) + COMMENT[16:]
                       + b"\r\n0\r\nX: y\r\n\r\n", "Transfer-Encoding: chunked")
    with Daemon() as d:
        equal(status_of(d.raw(message)), 200, "the whole message")
        for s in cut_at_each_byte(d, message, lambda s: s.shutdown(socket.SHUT_WR)):
            with s:
                got = s.recv(65536)
                check(got == b"" or status_of(got) == 400, "cut message", got)


@test
def a_stream_that_ends_early_is_ended():
    message = raw_post(b"1c\r\n" + COMMENT + b"\n\r\nffff\r\n" + COMMENT, "Transfer-Encoding: chunked",
                       path="/v1/screen").replace(b"application/json", b"application/x-ndjson")
    with Daemon() as d:
        sockets = [d.connect() for _ in range(20)]
        for s in sockets:
            s.sendall(message)
            s.shutdown(socket.SHUT_WR)
        for s in sockets:
            with s:
                equal(s.recv(100), b"", "no answer")


@test
def a_connection_that_is_reset_at_any_byte_does_no_harm():
    def reset(s):
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.close()

    message = raw_post(COMMENT)
    with Daemon() as d:
        cut_at_each_byte(d, message, reset)
        equal(status_of(d.raw(message)), 200, "the next one")


@test
def a_body_may_come_byte_by_byte():
    message = raw_post(COMMENT)
    with Daemon() as d, d.connect() as s:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for i in range(len(message)):
            s.sendall(message[i:i + 1])
        equal(read_reply(s).status, 200, "status")


@test
def a_client_that_ends_its_side_is_answered_however_long_it_takes():
    words = random.Random(1)
    texts = [" ".join("".join(words.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(4000)) for _ in range(4)]
    body = json.dumps([{"text": text} for text in texts]).encode()
    with Daemon() as d:  # it takes a second, in which deadlines are looked at
        raw = d.raw(raw_post(body, path="/v1/screen?with=explain"))
        equal(raw[:15], b"HTTP/1.1 200 OK", "the answer")


# ---- too large ----


@test
def a_header_that_is_too_large_is_refused_by_its_own_code():
    with Daemon() as d:
        for name, data, status in (
                ("a long path", b"GET /" + b"x" * 70000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
                ("a long query", b"GET /healthz?a=" + b"x" * 700000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
                ("a long value", b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 70000 + b"\r\n\r\n", 431),
                ("a long name", b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + b"x" * 70000 + b": y\r\n\r\n", 431),
                ("many headers", b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 50000 + b"\r\n", 431),
                ("a long cookie", b"GET /healthz HTTP/1.1\r\nHost: a\r\nCookie: " + b"a=b; " * 50000 + b"\r\n\r\n", 431),
                ("many arguments", b"GET /healthz?" + b"a&" * 7000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 431),
                ("a line without an end", b"x" * 3000000, 414)):
            got = d.raw(data, shut=False)
            equal((status_of(got), heads(got)), (status, 1), name)
        long = b"X: " + b"x" * 7000 + b"\r\n"
        equal(status_of(d.raw(b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + long + b"\r\n")), 200, "7 kB of header")


@test
def a_header_of_any_size_is_answered():
    """Also one that is so large that little memory is left for the answer."""
    sizes = [b"X: " + b"y" * n + b"\r\n" for n in range(1, 18000, 61)]
    numbers = [b"".join(b"X-%d: y\r\n" % i for i in range(n)) for n in range(0, 300, 3)]
    queries = [b"?" + b"&" * n for n in range(0, 300, 3)]
    with Daemon() as d:
        for name, fields, line in (("a long field", sizes, [b""] * len(sizes)), ("many fields", numbers, [b""] * 100),
                                   ("many parameters", [b""] * 100, queries)):
            got = [status_of(d.raw(b"GET /healthz%s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n" % (q, f), shut=False))
                   for f, q in zip(fields, line)]
            n = got.count(200)
            check(got == [200] * n + [431] * (len(got) - n) and n, name, got)


@test
def a_body_that_is_too_large_is_refused_and_its_client_reads_it():
    with Daemon(config="limits: {body: 100KiB}\n") as d:
        for size in (102_401, 1 << 20, 20 << 20, 80 << 20):
            r = d.post("/v1/score", b" " * size, JSON)  # sends all of it before it reads
            equal(r.status, 413, f"{size} bytes")
        equal(d.post("/v1/score", iter([b" " * 65536] * 64), JSON).status, 413, "in chunks")
        equal(d.post("/v1/score", COMMENT + b" " * (102_400 - len(COMMENT)), JSON).status, 200, "just not too large")
        with d.connect() as s:
            s.sendall(raw_post(b"", "Content-Length: 1000000000000000000"))
            r = read_reply(s)
            equal((r.status, r.headers.get("connection")), (413, "close"), "an endless one is not waited for")


@test
def refusals_of_other_kinds_reach_a_client_that_sends_first():
    big = b" " * (1 << 20)
    with Daemon() as d:
        c = d.connection()
        for name, path, headers, status in (
                ("no key", "/v1/score", {"Content-Type": "application/json"}, 401),
                ("another key", "/v1/score", {"Authorization": "Bearer 000000000000"}, 401),
                ("another path", "/v1/nothing", JSON, 404),
                ("another method", "/healthz", JSON, 405),
                ("another packing", "/v1/score", {**JSON, "Content-Encoding": "br"}, 415)):
            equal(d.post(path, big, headers, connection=c).status, status, name + ", kept alive")
        equal(d.get("/healthz", connection=c).status, 200, "the same connection")
        c.close()


# ---- Expect ----


@test
def who_asks_before_the_body_is_told_at_once():
    ask = ("Expect: 100-continue",)
    with Daemon(config="limits: {body: 100KiB}\n") as d:
        for name, message, status in (
                ("too large", raw_post(b"", "Content-Length: 200000", *ask), 413),
                ("another packing", raw_post(b"", "Content-Length: 20", "Content-Encoding: br", *ask), 415),
                ("another path", raw_post(b"", "Content-Length: 20", *ask, path="/nothing"), 404),
                ("no key", raw_post(b"", "Content-Length: 20", *ask).replace(KEY.encode(), b""), 401)):
            got = d.raw(message, shut=False)
            equal((status_of(got), heads(got)), (status, 1), name)
        with d.connect() as s:
            s.sendall(raw_post(b"", f"Content-Length: {len(COMMENT)}", *ask))
            equal(s.recv(1000), b"HTTP/1.1 100 Continue\r\n\r\n", "what is welcome")
            s.sendall(COMMENT)
            equal(read_reply(s).status, 200, "and then answered")
            s.sendall(raw_post(COMMENT, f"Content-Length: {len(COMMENT)}", *ask))
            equal(read_reply(s).status, 200, "who does not wait is not told")


# ---- packed ----


@test
def packed_bodies_are_unpacked_within_limits():
    packed = {**JSON, "Content-Encoding": "gzip"}
    with Daemon() as d:
        plain = d.post("/v1/score", COMMENT, JSON)
        z = gzip.compress(COMMENT)
        for name, body, headers, status in (
                ("gzip", z, packed, 200),
                ("x-gzip", z, {**JSON, "Content-Encoding": "x-gzip"}, 200),
                ("identity", COMMENT, {**JSON, "Content-Encoding": "identity"}, 200),
                ("two members", gzip.compress(COMMENT[:9]) + gzip.compress(COMMENT[9:]), packed, 200),
                ("a bomb", gzip.compress(b" " * (1 << 26), 1), packed, 413),
                ("a bomb that is announced to be small", gzip.compress(b" " * (16 << 20)), packed, 413),
                ("the beginning", z[:-9], packed, 400),
                ("all but the last byte", z[:-1], packed, 400),
                ("with a wrong sum", z[:-8] + b"xxxx" + z[-4:], packed, 400),
                ("no gzip", COMMENT, packed, 400),
                ("gzip and more", z + b"more", packed, 400),
                ("twice", gzip.compress(z), packed, 400)):
            r = d.post("/v1/score", body, headers)
            equal(r.status, status, name)
            if status == 200:
                equal(r.body, plain.body, name + ", body")


@test
def packed_lines_are_unpacked_as_they_come():
    lines = b"".join(b'{"id":"%d","text":"comment number %d, you fool"}\n' % (i, i) for i in range(3000))
    packed = {**LINES, "Content-Encoding": "gzip"}
    with Daemon(config="limits: {body: 10KiB}\n") as d:
        plain = d.post("/v1/screen", lines, LINES)
        equal((plain.status, plain.body.count(b"\n")), (200, 3000), "as they are")
        z = gzip.compress(lines)
        equal(d.post("/v1/screen", z, packed).body, plain.body, "packed")
        equal(d.post("/v1/screen", iter(z[i:i + 777] for i in range(0, len(z), 777)), packed).body, plain.body,
              "packed, in pieces")
        equal(d.post("/v1/screen", iter(z[i:i + 1] for i in range(0, 2000)), packed).status, 400, "cut off")
        equal(d.post("/v1/screen", gzip.compress(lines[:5000]) + gzip.compress(lines[5000:]), packed).body, plain.body,
              "two members")
        equal(d.post("/v1/screen", z[:3000] + b"junk" + z[3004:], packed).status, 400, "damaged in the middle")
        equal(d.post("/v1/screen", z + b"junk", packed).status, 400, "junk after it")


# ---- connections ----


@test
def requests_in_a_row_are_answered_in_order():
    with Daemon() as d, d.connect() as s:
        s.sendall(b"".join(raw_post(b'{"id":"%d","text":"hello"}' % i) for i in range(300)))
        equal([read_reply(s).json["id"] for _ in range(300)], [str(i) for i in range(300)], "ids")


@test
def head_is_get_without_the_body():
    with Daemon() as d:
        for path in ("/healthz", "/v1/models", "/nothing"):
            get, head = d.get(path, AUTH), d.request("HEAD", path, headers=AUTH)
            equal((head.status, head.body, head.headers["content-length"]),
                  (get.status, b"", str(len(get.body))), path)


@test
def a_connection_ends_when_its_client_has_ended_it():
    """libmicrohttpd does not notice it if the end comes together with the last request."""
    with Daemon() as d:
        sockets = [d.connect() for _ in range(20)]
        for s in sockets:
            s.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            s.shutdown(socket.SHUT_WR)
        for s in sockets:
            with s:
                equal((read_reply(s).status, s.recv(1)), (200, b""), "an answer and the end")


run()
