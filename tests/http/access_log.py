# SPDX-License-Identifier: MIT
"""The access log: a line for each request, which tells nothing of what people write."""
import datetime
import os
import re
import signal
import subprocess
import threading

from lib import *

BEARER = {"Authorization": "Bearer " + KEY}
SECRET = "a secret sentence that nobody may read in a log"


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def settle(daemon):
    """Waits until all requests but this one have ended: a client has its reply before the line is there."""
    while "\nmoderato_http_requests_in_flight 1\n" not in daemon.get("/metrics", BEARER).text:
        pass


def routes_of(path):
    return [line["route"] for line in lines_of(path) if line["route"] != "metrics"]


def new_log(name):
    path = work / name
    path.unlink(missing_ok=True)
    return path


@test
def each_request_has_a_line():
    log = new_log("each.log")
    with Daemon("--access-log", log) as d:
        d.get("/healthz")
        first = d.post_json("/v1/screen", {"text": SECRET}, BEARER)
        d.post_json("/v1/screen", {"text": SECRET})
        d.get("/no/such/" + SECRET.replace(" ", "-"))
        d.request("HEAD", "/healthz")
        d.request("BREW", "/healthz")
    got = lines_of(log)
    equal(len(got), 6, "as many lines as requests")
    # Requests of several connections end in any order.
    health, screen, no_key, no_path, head, brew = [
        next((line for line in got if (line["method"], line["status"]) == wanted), {}) for wanted in
        [("GET", 200), ("POST", 200), ("POST", 401), ("GET", 404), ("HEAD", 200), ("other", 405)]]
    equal((health["route"], health["method"], health["status"], health["bytes_out"], health["tls"]),
          ("healthz", "GET", 200, 3, False), "healthz")
    equal((screen["protocol"], screen["status"], screen["key"], screen["comments"], screen["decision"]),
          ("own", 200, "command-line", 1, first.json["decision"]), "a screened comment")
    equal(screen["bytes_out"], len(first.body), "bytes of the reply")
    equal(screen["bytes_in"], len(json.dumps({"text": SECRET})), "bytes of the request")
    check(re.fullmatch("[0-9a-f]{24}", screen["id"]), "its id", screen["id"])
    equal(screen["id"], first.headers["x-request-id"], "which the client is told")
    equal((no_key["status"], no_key["refusal"], "key" in no_key), (401, "no_key", False), "no key")
    equal((no_path["status"], no_path["refusal"], no_path["route"]), (404, "not_found", "none"), "no such path")
    equal((head["method"], head["bytes_out"]), ("HEAD", 0), "HEAD")
    equal(brew.get("refusal"), "method", "a method that HTTP does not have")
    check(all(type(line["us"]) is int and line["us"] >= 0 for line in got), "durations")
    at = datetime.datetime.strptime(screen["time"], "%Y-%m-%dT%H:%M:%S.%fZ")
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    check(abs((now - at).total_seconds()) < 600, "the time is UTC", screen["time"])
    equal(len({line["id"] for line in got}), 6, "ids differ")


@test
def nothing_of_what_clients_send_is_in_it():
    for form in ["json", "text"]:
        log = new_log("nothing-" + form)
        with Daemon(config=f"log: {{access: {log}, format: {form}}}\n") as d:
            marks = ["MARKTEXT", "MARKPATH", "MARKQUERY", "MARKHEADER", "MARKMETHOD", "MARKKEY", "MARKAUTHOR"]
            d.post_json("/v1/score?MARKQUERY=MARKQUERY", {"text": "MARKTEXT\n{\"x\":1}", "author": "MARKAUTHOR"},
                        {**BEARER, "X-Mark": "MARKHEADER", "User-Agent": "MARKHEADER", "Referer": "MARKHEADER"})
            d.get("/MARKPATH%0a%22")
            d.post_json("/v1/score", {"text": "x"}, {"Authorization": "Bearer MARKKEY"})
            d.request("MARKMETHOD", "/v1/score")
            d.raw(b"GET /MARKPATH\x01\x02 HTTP/1.1\r\nHost: MARKHEADER\r\n\r\n")
        text = log.read_text()
        check(not any(m in text for m in marks + [KEY, "127.0.0.1"]), f"nothing of theirs ({form})", text)
        check(4 <= len(text.splitlines()) <= 5, f"no line more than requests ({form})", text)


@test
def the_text_form_has_the_same():
    log = new_log("text.log")
    with Daemon(config=f"log: {{access: {log}, format: text}}\n") as d:
        d.post_json("/v1/screen", {"text": SECRET}, BEARER)
    line = log.read_text()
    check(re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z id=[0-9a-f]{24} protocol=own route=\w+ '
                       r'method=POST status=200 bytes_in=\d+ bytes_out=\d+ us=\d+ key=command-line comments=1 '
                       r'decision=\w+ tls=no\n', line), "a line", line)


@test
def several_comments_have_no_one_decision():
    log = new_log("several.log")
    with Daemon("--access-log", log) as d:
        body = b'{"text":"a"}\n{"text":"b"}\n{"text":"c"}\n'
        d.post("/v1/screen", body, {**BEARER, "Content-Type": "application/x-ndjson"})
    line, = lines_of(log)
    equal((line["comments"], "decision" in line), (3, False), "three comments")


@test
def sighup_opens_it_again():
    log, old = new_log("rotated.log"), new_log("rotated.log.1")
    with Daemon("--access-log", log) as d:
        d.get("/healthz")
        log.rename(old)
        d.get("/healthz")
        settle(d)
        d.signal(signal.SIGHUP)
        d.wait_for_line("reloaded")
        d.get("/readyz")
    equal(routes_of(old), ["healthz", "healthz"], "the renamed file")
    equal(routes_of(log), ["readyz"], "the new one")


@test
def it_is_opened_again_even_if_the_configuration_is_bad():
    log, old = new_log("bad.log"), new_log("bad.log.1")
    with Daemon(config=f"log: {{access: {log}}}\n") as d:
        d.get("/healthz")
        settle(d)
        log.rename(old)
        d.config_path.write_text("listen: [\n")
        d.signal(signal.SIGHUP)
        d.wait_for_line("not reloaded")
        d.get("/readyz")
    equal((routes_of(old), routes_of(log)), (["healthz"], ["readyz"]), "the renamed file, and the new one")


@test
def no_line_is_lost_or_torn_while_it_is_rotated():
    log = new_log("busy.log")
    with Daemon(config=f"threads: 4\nlog: {{access: {log}}}\n") as d:
        done = threading.Event()
        counts = []

        def ask():
            c, n = d.connection(), 0
            while not done.is_set():
                d.get("/healthz", connection=c)
                n += 1
            counts.append(n)

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for t in threads:
            t.start()
        for i in range(20):
            log.rename(work / f"busy.log.{i}")
            d.signal(signal.SIGHUP)
            d.wait_for_line("reloaded", i + 1)
        done.set()
        for t in threads:
            t.join()
    lines = [line for path in [log, *(work / f"busy.log.{i}" for i in range(20))] for line in lines_of(path)]
    equal(len(lines), sum(counts), "every request has its line")
    equal(len({line["id"] for line in lines}), len(lines), "once")


@test
def a_reload_may_begin_and_end_it():
    log = new_log("later.log")
    with Daemon(config="{}\n") as d:
        d.get("/healthz")
        settle(d)
        d.config_path.write_text(f"log: {{access: {log}}}\n")
        d.signal(signal.SIGHUP)
        d.wait_for_line("reloaded")
        d.get("/readyz")
        settle(d)
        d.config_path.write_text("{}\n")
        d.signal(signal.SIGHUP)
        d.wait_for_line("reloaded", 2)
        d.get("/healthz")
        d.config_path.write_text("log: {access: /no/such/folder/log}\n")
        d.signal(signal.SIGHUP)
        d.wait_for_line("not reloaded")
        equal(d.get("/healthz").status, 200, "a log that cannot be opened is refused")
    equal(routes_of(log), ["readyz"], "only while it was configured")


@test
def a_full_disk_costs_lines_only():
    if not os.path.exists("/dev/full"):
        skip("there is no /dev/full")
    with Daemon("--access-log", "/dev/full") as d:
        for _ in range(3):
            equal(d.get("/healthz").status, 200, "requests go on")
        settle(d)
        text = d.get("/metrics", BEARER).text
        check(int(re.search(r"\nmoderato_access_log_lost_total (\d+)\n", text)[1]) >= 3, "lost lines are counted")


@test
def links_are_not_followed_to_files():
    log, other = new_log("link.log"), new_log("other.log")
    other.write_text("kept\n")
    for make in [log.symlink_to, log.hardlink_to]:
        make(other)
        for command in [["--check"], []]:
            r = subprocess.run([MODERATO, "serve", "--bundle", BUNDLE, "--listen", "127.0.0.1:0", "--key", KEY,
                                "--access-log", log, *command], capture_output=True, text=True, timeout=60)
            check(r.returncode != 0 and f"{log}: is a link" in r.stderr, "a link is refused", (command, r.stderr))
        log.unlink()
    equal(other.read_text(), "kept\n", "the other file")
    log.symlink_to("/dev/null")
    with Daemon("--access-log", log) as d:
        equal(d.get("/healthz").status, 200, "a link to a device is followed, as /dev/stdout is one")


@test
def a_pipe_without_reader_is_not_waited_for():
    fifo = new_log("log.fifo")
    os.mkfifo(fifo)
    r = subprocess.run([MODERATO, "serve", "--bundle", BUNDLE, "--listen", "127.0.0.1:0", "--key", KEY,
                        "--access-log", fifo], capture_output=True, text=True, timeout=60)
    check(r.returncode != 0 and str(fifo) in r.stderr, "it is said", r.stderr)


@test
def standard_output_that_nobody_reads_ends_nothing():
    fifo = work / "stdout"
    os.mkfifo(fifo)
    with Daemon("--access-log", "-", preload=["sh", "-c", f'exec 3<>{fifo} >{fifo} 3<&- && exec "$@"', "sh"]) as d:
        for _ in range(3):
            equal(d.get("/healthz").status, 200, "requests go on")


run()
