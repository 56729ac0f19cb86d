# SPDX-License-Identifier: MIT
"""A full disk, clocks that jump, signals, clients that go away, streams that are closed."""
import glob
import signal
import socket
import struct
import subprocess
import threading
import time
from lib import *

AUTH = {"Authorization": "Bearer " + KEY}
JSON = {"Content-Type": "application/json", **AUTH}
LINES = {"Content-Type": "application/x-ndjson", **AUTH}
COMMENT = b'{"text":"you are an idiot"}'
GET = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"


def post(body, length=None, connection="keep-alive"):
    return (f"POST /v1/score HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {KEY}\r\nContent-Type: application/json\r\n"
            f"Connection: {connection}\r\nContent-Length: {length or len(body)}\r\n\r\n").encode() + body


def refuses(d):
    """Connects until the daemon has closed its listening socket."""
    for _ in range(100_000):
        try:
            d.connect().close()
        except ConnectionResetError:  # it was waiting to be accepted
            pass
        except ConnectionRefusedError:
            return True
    return False


# ---- the disk ----

MANY = b"".join(b'{"id":"%d","text":"comment number %d, you fool"}\n' % (i, i) for i in range(5000))


def answers_beyond_memory(d):
    """Whether the answers to many comments, over 1 MB, are given."""
    r = d.post("/v1/screen", MANY, LINES)
    if r.status == 200:
        equal(r.body.count(b"\n"), 5000, "lines")
    return r.status


@test
def answers_wait_in_a_file_if_there_are_many():
    folder = work / "tmp"
    folder.mkdir()
    with Daemon(env={"TMPDIR": str(folder)}) as d:
        equal(answers_beyond_memory(d), 200, "status")
        equal(os.listdir(folder), [], "it has no name")
        equal(len(glob.glob(f"/proc/{d.process.pid}/fd/*")) < 40, True, "it is closed")


@test
def without_room_for_answers_the_client_is_told():
    with Daemon(preload=["prlimit", "--fsize=300000"]) as d:  # a write beyond it is a signal, too
        equal(answers_beyond_memory(d), 500, "the disk is full")
        equal(d.post("/v1/score", COMMENT, JSON).status, 200, "others are answered")
    for folder in (work / "nowhere", "/proc"):
        with Daemon(env={"TMPDIR": str(folder)}) as d:
            equal(answers_beyond_memory(d), 500, f"no files in {folder}")
            equal(d.post("/v1/score", COMMENT, JSON).status, 200, "others are answered")


@test
def feedback_that_cannot_be_written_does_not_stop_anything():
    path = work / "feedback.jsonl"
    suggestion = {"comment": {"text": "you are an idiot"}, "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}}}
    with Daemon(config=f"feedback: {path}\n", preload=["prlimit", "--fsize=2000"]) as d:
        statuses = set()
        for i in range(30):
            suggestion["comment"]["text"] = f"you are idiot number {i}"
            statuses.add(d.post_json("/v1alpha1/comments:suggestscore?key=" + KEY, suggestion).status)
        check(200 in statuses and statuses <= {200, 500, 503}, "answers", statuses)
        equal(d.post("/v1/score", COMMENT, JSON).status, 200, "others are answered")
    check(path.stat().st_size <= 2000, "the file is not longer than it may be")


@test
def a_log_that_cannot_be_written_does_not_stop_anything():
    with Daemon("--access-log", str(work / "access.log"), preload=["prlimit", "--fsize=500"]) as d:
        for _ in range(50):
            equal(d.get("/healthz").status, 200, "an answer")
    if os.path.exists("/dev/full"):
        with Daemon("--access-log", "/dev/full") as d:
            for _ in range(50):
                equal(d.get("/healthz").status, 200, "an answer")


# ---- the clock ----


@test
def clocks_that_jump_change_nothing_but_the_date():
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    if not found:
        skip("there is no libfaketime")
    if "-address" in str(B) or "-thread" in str(B):
        skip("sanitisers want to be loaded first")
    clock = work / "clock"
    clock.write_text("@2026-12-31 23:59:50")
    env = {"LD_PRELOAD": found[0], "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1",
           "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
    with Daemon(config="limits: {idle_seconds: 5, header_seconds: 5, request_seconds: 5}\n", env=env) as d:
        kept, slow = d.connect(), d.connect()
        body = b" " * 100 + COMMENT
        slow.sendall(post(body)[:-50])
        for date, year in (("@2026-12-31 23:59:58", b"2026"), ("@2038-01-19 03:14:09", b"2038"),
                           ("@1999-01-01 00:00:00", b"1999"), ("@2026-12-31 23:00:00", b"2026")):
            clock.write_text(date)
            for _ in range(3):
                kept.sendall(post(COMMENT))
                r = read_reply(kept)
                equal(r and r.status, 200, "a connection is kept at " + date)
            check(year in r.headers["date"].encode(), "its date", r.headers)
        slow.sendall(post(body)[-50:])
        equal(read_reply(slow).status, 200, "a request that began before")
        kept.close()
        slow.close()


# ---- signals ----


@test
def sigterm_lets_requests_end_and_refuses_new_ones():
    with Daemon() as d:
        idle, header, body, stream = (d.connect() for _ in range(4))
        idle.sendall(GET)
        equal(read_reply(idle).status, 200, "one that waits for its next request")
        header.sendall(GET[:-2])
        body.sendall(post(COMMENT)[:-5])
        stream.sendall(f"POST /v1/screen HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {KEY}\r\nContent-Type: "
                       "application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n1b\r\n".encode() + COMMENT)
        for s in (header, body, stream):  # they have been begun when something after them is answered
            equal(d.get("/healthz").status, 200, "another")
        d.signal(signal.SIGTERM)
        check(refuses(d), "new connections are refused")
        equal(idle.recv(1), b"", "the idle one is ended")
        header.sendall(b"\r\n")
        body.sendall(COMMENT[-5:])
        stream.sendall(b"\r\n0\r\n\r\n")
        for name, s in (("header", header), ("body", body), ("stream", stream)):
            r = read_reply(s)
            equal(r and (r.status, r.headers.get("connection")), (200, "close"), "a request that had begun: " + name)
            equal(s.recv(1), b"", "and its connection ends")
        d.wait(0, "exit code")


@test
def sigterm_under_load_cuts_no_answer():
    """A connection may end while its client is slow to send the next request; what has come is answered."""
    log = work / "sigterm.log"
    stop = threading.Event()
    cut, answered = [], []

    def ask(d):
        with d.connect() as s:
            while not stop.is_set():
                try:
                    s.sendall(post(COMMENT))
                    r = read_reply(s)
                except (BrokenPipeError, ConnectionResetError):
                    return None
                except Exception as e:  # half an answer
                    return cut.append(repr(e))
                if not r:
                    return None
                answered.append(r.status)
                if r.headers.get("connection") == "close":
                    return None

    for turn in range(3):
        with Daemon("--access-log", log) as d:
            threads = [threading.Thread(target=ask, args=(d,)) for _ in range(8)]
            for t in threads:
                t.start()
            begun = len(answered)
            while len(answered) < begun + 200 and any(t.is_alive() for t in threads):
                d.get("/healthz")
            d.signal(signal.SIGTERM)
            for t in threads:
                t.join()
            d.wait(0, "exit code")
    equal(cut, [], "answers that were cut")
    equal(set(answered), {200}, "statuses")
    logged = [line for line in map(json.loads, log.read_text().splitlines()) if line["route"] == "own_score"]
    equal([line for line in logged if line["status"] != 200], [], "requests that were begun and not answered")
    equal(len(logged), len(answered), "requests that were begun")


@test
def clients_that_have_connected_before_the_end_are_answered():
    with Daemon() as d:
        d.signal(signal.SIGSTOP)
        sockets = [d.connect() for _ in range(500)]
        for s in sockets:
            s.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        d.signal(signal.SIGTERM)
        d.signal(signal.SIGCONT)
        answers = [getattr(read_reply(s), "status", None) for s in sockets]
        equal([answers.count(200), answers.count(None)], [500, 0], "answers")
        for s in sockets:
            s.close()
        d.wait(0, "exit code")


@test
def a_second_signal_does_not_wait():
    with Daemon() as d, d.connect() as s:
        s.sendall(post(COMMENT)[:-5])
        equal(d.get("/healthz").status, 200, "another")
        d.signal(signal.SIGTERM)
        check(refuses(d), "it drains")
        d.signal(signal.SIGTERM)
        d.wait(0, "exit code")


@test
def what_does_not_end_is_ended_when_the_time_is_over():
    with Daemon(config="limits: {drain_seconds: 1}\n") as d, d.connect() as s:
        s.sendall(post(COMMENT)[:-5])
        equal(d.get("/healthz").status, 200, "another")
        d.stop()


@test
def other_signals_do_nothing():
    with Daemon() as d:
        for number in (signal.SIGPIPE, signal.SIGXFSZ):
            d.signal(number)
            equal(d.get("/healthz").status, 200, f"after {number.name}")


@test
def requests_that_are_none_while_it_stops_do_not_crash_it():
    for pause in (0, 0.002, 0.004, 0.006, 0.008) * 3:  # it did in every other stop
        with Daemon() as d:
            clients = [d.connect() for _ in range(200)]
            for c in clients:
                c.sendall(b"GET /healthz HT")
            d.signal(signal.SIGTERM)
            refuses(d)

            def flood():
                for c in clients:
                    try:
                        c.sendall(b"TP/9.x\r\nA b c\r\n: \r\n\r\n")
                    except OSError:
                        pass  # it has ended
            thread = threading.Thread(target=flood)
            thread.start()
            time.sleep(pause)
            d.signal(signal.SIGTERM)
            thread.join()
            d.wait(0, "exit code")
            for c in clients:
                c.close()


# ---- clients that go away ----


@test
def clients_that_go_away_do_no_harm():
    reset = struct.pack("ii", 1, 0)
    array = b"[" + b",".join([COMMENT] * 20000) + b"]"
    stream = (f"POST /v1/screen HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {KEY}\r\nContent-Type: application/x-ndjson"
              f"\r\nContent-Length: {len(MANY)}\r\n\r\n").encode() + MANY
    with Daemon() as d:
        for name, message in (("an answer in memory", post(array)), ("an answer in a file", stream)):
            for n in (0, 1, 10000):
                with d.connect() as s:
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
                    s.sendall(message)
                    while n > 0:
                        n -= len(s.recv(min(n, 4096)))
            equal(d.post("/v1/score", COMMENT, JSON).status, 200, "after " + name)
        for _ in range(100):
            with d.connect() as s:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
                s.sendall(post(COMMENT) * 50)
        equal(d.post("/v1/score", COMMENT, JSON).status, 200, "after pipelines")
        metrics = d.get("/metrics", AUTH).text
        check("moderato_http_body_memory_bytes 0\n" in metrics, "no memory is kept", metrics[:3000])


# ---- streams ----


@test
def closed_standard_streams_are_not_taken_for_others():
    daemon = ["sh", "-c", 'exec "$@" <&- >&-', "sh"]
    with Daemon("--access-log", "-", preload=daemon) as d:
        for _ in range(20):
            equal(d.post("/v1/score", COMMENT, JSON).status, 200, "status")
    with Daemon(preload=daemon) as d:
        equal(answers_beyond_memory(d), 200, "with a file")


@test
def a_log_whose_reader_has_gone_does_not_stop_anything():
    pipe = work / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with Daemon("--access-log", "-", preload=["sh", "-c", f'exec "$@" >{pipe}', "sh"]) as d:
        equal(d.get("/healthz").status, 200, "while it is read")
        os.close(reader)
        for _ in range(20):
            equal(d.get("/healthz").status, 200, "when its reader has gone")


run()
