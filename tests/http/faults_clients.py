# SPDX-License-Identifier: MIT
"""Clients that are slow, or too many: others are served meanwhile, and what is over a limit is told so at once."""
import collections
import contextlib
import resource
import selectors
import signal
import socket
import threading
import time
from lib import *

AUTH = {"Authorization": "Bearer " + KEY}
JSON = {"Content-Type": "application/json", **AUTH}
COMMENT = b'{"text":"you are an idiot"}'
GET = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"


def memory_mib(d):
    for line in Path(f"/proc/{d.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024


def processor_seconds(d):
    fields = Path(f"/proc/{d.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def many(n, d):
    sockets = []
    try:
        for _ in range(n):
            sockets.append(d.connect())
        yield sockets
    finally:
        for s in sockets:
            s.close()


def latencies(d, n):
    """Milliseconds of n requests on a connection that is kept, sorted."""
    took = []
    c = d.connection()
    for _ in range(n):
        begin = time.monotonic()
        equal(d.post("/v1/score", COMMENT, JSON, connection=c).status, 200, "others are served")
        took.append(1000 * (time.monotonic() - begin))
    c.close()
    return sorted(took)


def wait_for_end(s, what):
    """Reads until the connection ends."""
    got = b""
    try:
        while part := s.recv(65536):
            got += part
    except ConnectionResetError:
        pass
    except TimeoutError:
        check(False, what, "it does not end")
    return got


def served_again(d):
    """When others have gone, the daemon has to notice it first."""
    for _ in range(1000):
        status = d.post("/v1/score", COMMENT, JSON).status
        if status == 200:
            break
    equal(status, 200, "a request when others have gone")


def stop(d):
    """Stops the daemon, all its threads, until it gets SIGCONT."""
    d.process.send_signal(signal.SIGSTOP)
    while {stat.read_text().rsplit(")", 1)[1].split()[0] for stat in Path(f"/proc/{d.process.pid}/task").glob("*/stat")} != {"T"}:
        pass


# ---- slow clients ----


@test
def a_thousand_slow_clients_do_not_slow_others_down():
    half = f"POST /v1/score HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\nAuthorization: Bearer {KEY}\r\n\r\n".encode()
    with Daemon() as d, many(1000, d) as sockets:
        before = latencies(d, 300)
        for i, s in enumerate(sockets):
            if i % 4:  # of each four, one says nothing, one stops in its header, two in their bodies
                s.sendall(GET[:20] if i % 4 == 1 else half)
        end = threading.Event()

        def drip():
            while not end.is_set():
                for i, s in enumerate(sockets):
                    if i % 4 > 1 and not end.is_set():
                        s.send(b" ")

        slow = threading.Thread(target=drip)
        slow.start()
        after = latencies(d, 300)
        end.set()
        slow.join()
        print(f"milliseconds of a request, alone: {before[150]:.2f}, 99th percentile {before[297]:.2f}; "
              f"beside 1,000 slow clients: {after[150]:.2f}, {after[297]:.2f}; {memory_mib(d):.0f} MiB")
        check(after[150] < before[150] + 20, "the median", f"{before[150]} ms before, {after[150]} ms beside them")
        for s in sockets[2::4]:  # they have sent some of their bodies; this is the rest, and too much for some
            s.sendall(b" " * 1000)
        for s in sockets[2::4]:
            equal(read_reply(s).status, 400, "a slow one gets its answer, too")


@test
def time_limits_end_what_takes_too_long():
    limits = "limits: {header_seconds: 1, request_seconds: 1, idle_seconds: 1}\n"
    body = f"POST /v1/score HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nAuthorization: Bearer {KEY}\r\n\r\n{{".encode()
    with Daemon(config=limits) as d, many(5, d) as (silent, header, slow, idle, line):
        begin = time.monotonic()
        header.sendall(GET[:-2])
        slow.sendall(body)
        idle.sendall(GET)
        line.sendall(b"GE")
        equal(read_reply(idle).status, 200, "the idle one is answered")
        for name, s in (("nothing comes", silent), ("the header does not end", header), ("the body does not end", slow),
                        ("no further request comes", idle), ("the first line does not end", line)):
            equal(wait_for_end(s, name), b"", name)
        took = time.monotonic() - begin
        check(1 <= took < 20, "after a second or so", took)


@test
def a_byte_now_and_then_does_not_prolong_a_request():
    with Daemon(config="limits: {header_seconds: 1, request_seconds: 1}\n") as d, many(2, d) as (header, body):
        header.sendall(b"GET /healthz HTTP/1.1\r\nX: ")
        body.sendall(f"POST /v1/score HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\nAuthorization: Bearer {KEY}\r\n\r\n".encode())
        begin = time.monotonic()
        for name, s in (("header", header), ("body", body)):
            s.settimeout(0.05)
            ended = False
            while not ended and time.monotonic() - begin < 20:
                try:
                    s.sendall(b"x")
                    ended = s.recv(100) == b""
                except TimeoutError:
                    pass
                except OSError:
                    ended = True
            check(ended, "a dripping " + name + " is ended")


@test
def only_silence_ends_a_stream():
    head = f"POST /v1/screen HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {KEY}\r\nContent-Type: application/x-ndjson\r\n"
    lines = b"".join(b'{"id":"%d","text":"comment number %d, you fool"}\n' % (i, i) for i in range(60000))
    with Daemon(config="limits: {idle_seconds: 3, request_seconds: 1, header_seconds: 1}\n") as d, many(3, d) as (
            silent, active, deaf):
        silent.sendall((head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel").encode())
        deaf.sendall((head + f"Content-Length: {len(lines)}\r\n\r\n").encode() + lines)
        active.sendall((head + "Transfer-Encoding: chunked\r\n\r\n").encode())
        begin, n, ended = time.monotonic(), 0, False
        silent.settimeout(0.1)
        while not ended or time.monotonic() - begin < 4:
            active.sendall(b"%x\r\n" % (len(COMMENT) + 1) + COMMENT + b"\n\r\n")
            n += 1
            try:
                ended = silent.recv(100) == b""
            except TimeoutError:
                pass
        active.sendall(b"0\r\n\r\n")
        r = read_reply(active)
        equal((r.status, r.body.count(b"\n")), (200, n), f"one that went on for {time.monotonic() - begin:.1f} s")
        silent.close()
        active.close()
        begin = time.monotonic()
        while "moderato_http_connections 1\n" not in d.get("/metrics", AUTH).text and time.monotonic() - begin < 100:
            pass  # the other one is the deaf client's
        got = wait_for_end(deaf, "one that does not read its answers")
        head, _, body = got.partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        check(0 < len(body) < length, "it gets some of them", f"{len(body)} of {length} bytes")


# ---- too many ----


@test
def connections_over_the_limit_are_told_at_once():
    with Daemon(config="limits: {connections: 20}\n") as d, many(20, d) as sockets:
        for s in sockets:
            s.sendall(GET)
            equal(read_reply(s).status, 200, "one of the twenty")
        begin = time.monotonic()
        with d.connect() as s:
            s.sendall(GET)
            r = read_reply(s)
            equal((r.status, r.headers["retry-after"], r.headers["connection"]), (503, "1", "close"), "the next")
            equal(r.json["error"]["code"], 503, "its body is an error of Google's form")
            equal(s.recv(1), b"", "it is ended")
        check(time.monotonic() - begin < 1, "at once")
        with d.connect() as s:  # it sends a body before it reads
            s.sendall(b"POST /v1/score HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + b" " * 3000000)
            equal(read_reply(s).status, 503, "with a body")
        for s in sockets:  # those that do nothing make room for others
            wait_for_end(s, "an idle one")
        # A client sees its end before the daemon has counted it.
        while (status := d.get("/healthz").status) == 503 and time.monotonic() < begin + PATIENCE:
            pass
        equal(status, 200, "then others are served again")


@test
def connections_of_one_address_are_limited():
    with Daemon(config="limits: {connections_per_address: 2}\n", listen=("127.0.0.1:0", f"unix:{work}/s")) as d:
        with many(2, d) as sockets:
            for s in sockets:
                s.sendall(GET)
                equal(read_reply(s).status, 200, "one of the two")
            r = d.get("/healthz")
            equal((r.status, r.headers["retry-after"]), (429, "1"), "the third")
            with contextlib.closing(socket.create_connection(("127.0.0.1", d.port), source_address=("127.0.0.2", 0))) as s:
                s.sendall(GET)
                equal(read_reply(s).status, 200, "another address")
            for _ in range(5):
                equal(d.get("/healthz", url=d.url_of("unix")).status, 200, "a Unix socket has no address")
        for s in sockets:
            s.close()
        served_again(d)


@test
def bodies_of_all_requests_together_are_limited():
    head = f"POST /v1/score HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\nAuthorization: Bearer {KEY}\r\n\r\n".encode()
    with Daemon(config="limits: {body_memory: 4MiB}\n") as d, many(40, d) as sockets:
        before = memory_mib(d)
        for s in sockets:
            s.sendall(head + b" " * 900_000)
        equal(d.get("/healthz").status, 200, "a request without a body")
        after = memory_mib(d)
        for s in sockets:
            s.sendall(b" " * 100_000)
        replies = [read_reply(s) for s in sockets]
        statuses = [r.status for r in replies]
        check(statuses.count(503) >= 20 and set(statuses) <= {400, 503}, "most are told to come again", statuses)
        check(all(r.headers.get("retry-after") == "1" for r in replies if r.status == 503), "in a second")
        # A sanitiser keeps what was given back from being used again.
        sanitised = any(s in str(B) for s in ("-thread", "-address"))
        check(after - before < 16 or sanitised, "memory", f"{before:.0f} MiB before, {after:.0f} MiB with 36 MB of bodies")
        equal(d.post("/v1/score", COMMENT, JSON).status, 200, "afterwards")


@test
def replies_that_are_not_read_count_too():
    many_comments = b"[" + b",".join([COMMENT] * 35000) + b"]"
    head = f"POST /v1/score HTTP/1.1\r\nHost: a\r\nContent-Length: {len(many_comments)}\r\nAuthorization: Bearer {KEY}\r\n" \
           "Content-Type: application/json\r\n\r\n".encode()
    with Daemon(config="limits: {body_memory: 40MiB, idle_seconds: 3600, header_seconds: 3600}\n") as d, many(12, d) as sockets:
        statuses = []
        for s in sockets:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            with contextlib.suppress(BrokenPipeError):  # refused before all of it was sent
                s.sendall(head + many_comments)
            statuses.append(s.recv(12)[-3:])  # the answer has begun; the rest is left where it is
        equal(statuses, [b"200"] * 2 + [b"503"] * 10, "answers of 16 MiB of memory each")
        equal(d.get("/metrics", JSON).status, 200, "a small answer")
        for s in sockets:
            s.close()
        served_again(d)


@test
def requests_that_come_at_once_are_answered_however_many():
    """libmicrohttpd looks at 128 events at a time, and after just so many waits for another one, with these unanswered."""
    for n in (127, 128, 255, 256):
        with Daemon(config="threads: 1\nlimits: {idle_seconds: 3600}\n") as d, many(n, d) as sockets:
            for s in sockets:
                s.sendall(GET)
                read_reply(s)
            stop(d)
            for s in sockets:
                s.sendall(GET)
            d.process.send_signal(signal.SIGCONT)
            statuses, deadline = collections.Counter(), time.monotonic() + 20
            for s in sockets:
                s.settimeout(max(0.001, deadline - time.monotonic()))
                with contextlib.suppress(TimeoutError):
                    statuses[s.recv(1000)[9:12]] += 1
            equal(dict(statuses), {b"200": n}, f"answers to {n} at once")


@test
def ten_thousand_connections_are_served():
    wanted = 10_000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted + 600:
        skip(f"a process may have only {hard} files here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted + 100), hard))
    try:
        with Daemon() as d, many(wanted, d) as sockets:
            for turn in ("first", "second"):
                for s in sockets:
                    s.sendall(GET)
                bad = sum(not s.recv(1000).startswith(b"HTTP/1.1 200 ") for s in sockets)
                equal(bad, 0, f"failures of 10,000 in the {turn} turn")
            print(f"10,000 connections: {memory_mib(d):.0f} MiB")
            with d.connect() as s:
                s.sendall(GET)
                equal(read_reply(s).status, 503, "one more")
            for s in sockets[:100]:
                s.close()
            served_again(d)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


# ---- descriptors ----


@test
def where_files_are_few_fewer_connections_are_accepted():
    with Daemon(preload=["prlimit", "--nofile=64:64"]) as d:
        check("at most 32 connections" in d.stderr[0], "it says so", d.stderr)
        with many(100, d) as sockets:
            for s in sockets:
                s.sendall(GET)
            replies = [read_reply(s) for s in sockets]
            got = [r and r.status for r in replies]
            check(30 <= got.count(200) <= 34 and set(got) <= {200, 503, None}, "answers", got)
        served_again(d)


@test
def without_a_descriptor_it_neither_ends_nor_spins():
    with Daemon() as d:
        kept = d.connect()
        kept.sendall(GET)
        equal(read_reply(kept).status, 200, "before")
        files = len(os.listdir(f"/proc/{d.process.pid}/fd"))
        limits = resource.prlimit(d.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(d.process.pid, resource.RLIMIT_NOFILE, (files, limits[1]))
        with many(20, d) as sockets:
            for s in sockets:
                s.sendall(GET)
            for s in sockets:
                got = wait_for_end(s, "one without a descriptor")
                check(got == b"" or got.startswith(b"HTTP/1.1 503 "), "is told or ended", got)
            begin, used = time.monotonic(), processor_seconds(d)
            kept.settimeout(0.5)
            try:
                kept.recv(1)
            except TimeoutError:
                pass
            share = (processor_seconds(d) - used) / (time.monotonic() - begin)
            check(share < 0.5, "it does not wait busily", f"{share:.2f} of a processor")
            kept.settimeout(60)
            kept.sendall(GET)
            equal(read_reply(kept).status, 200, "those that are open are served")
        resource.prlimit(d.process.pid, resource.RLIMIT_NOFILE, limits)
        equal(d.get("/healthz").status, 200, "when there are descriptors again")
        kept.close()


run()
