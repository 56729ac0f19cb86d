# SPDX-License-Identifier: MIT
"""SIGHUP: bundle, policy, keys and limits change under load without a failed request, and what is
wrong is refused as a whole."""
import hashlib
import http.client
import shutil
import threading

from lib import *

OTHER = "ba9876543210"
RELOADS = 100 if "thread" in B.name else 1000  # opening a bundle takes the thread sanitiser half a second


def digest(key):
    return "sha256:" + hashlib.sha256(b"moderato:" + key.encode()).hexdigest()


def key_entry(name, key, more=""):
    return f"  - {{name: {name}, hash: '{digest(key)}'{more}}}\n"


def policy(name, action):
    """A policy that does the same with every comment."""
    path = work / f"{name}.yaml"
    path.write_text(f"version: 1\nrules:\n  - name: {name}\n    when: {{length: '>= 0'}}\n    action: {action}\n")
    return path


def replace(path, text):
    """Writes a file as editors do, so that nobody reads half of it."""
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)


def screen(d, key=KEY, connection=None, text="hello"):
    r = d.post_json("/v1/screen", {"text": text}, {"Authorization": "Bearer " + key}, connection=connection)
    return r


def decision(d, **more):
    return screen(d, **more).json["decision"]


def reload(d, n=1):
    d.signal(1)
    d.wait_for_line("moderato: reloaded", n)


def refuse(d, message, n=1):
    d.signal(1)
    d.wait_for_line("the old one stays in use", n)
    check(any(message in line for line in d.stderr), f"it says: {message}", d.stderr)


@test
def a_thousand_bundles_and_policies_under_load():
    """Each request is answered as one of the two setups would, never by half of each."""
    bundles = [BUNDLE, str(root / "models/default/default.bundle")]
    policies = [policy("holds", "hold"), policy("rejects", "reject")]
    texts = [lambda i=i: f"bundle: {bundles[i]}\npolicy: {policies[i]}\nkeys:\n" + key_entry("a", KEY) for i in (0, 1)]
    expected = []
    for text in texts:
        with Daemon(config=text(), keys=()) as d:
            expected.append({k: screen(d).json[k] for k in ("decision", "scores", "reasons")})
    check(expected[0] != expected[1], "the two differ")
    with Daemon(config=texts[0](), keys=()) as d:
        stop = threading.Event()
        seen = [0, 0]
        lock = threading.Lock()
        failures = []

        def load(keep):
            c = d.connection()
            while not stop.is_set():
                try:
                    r = screen(d, connection=c)
                    got = {k: r.json[k] for k in expected[0]} if r.status == 200 else r
                    with lock:
                        if got in expected:
                            seen[expected.index(got)] += 1
                        else:
                            failures.append(got)
                    if not keep:
                        c.close()
                        c = d.connection()
                except (OSError, http.client.HTTPException) as why:
                    failures.append(repr(why))
                    c = d.connection()
            c.close()

        threads = [threading.Thread(target=load, args=(i % 2 == 0,)) for i in range(4)]
        for t in threads:
            t.start()
        try:
            for n in range(1, RELOADS + 1):
                replace(d.config_path, texts[n % 2]())
                d.signal(1)
                d.wait_for(lambda: d.stderr.count("moderato: reloaded") >= n)
        finally:
            stop.set()
            for t in threads:
                t.join()
        equal(failures[:3], [], "failed requests")
        check(min(seen) >= RELOADS / 10, "both setups have answered", seen)
        metrics = d.get("/metrics", {"Authorization": "Bearer " + KEY}).text
        check(f"moderato_reloads_total {RELOADS}\n" in metrics or f'moderato_reloads_total{{result="success"}} {RELOADS}\n' in metrics,
              "reloads are counted", [line for line in metrics.split("\n") if "reload" in line])


@test
def many_signals_at_once_are_one_or_more_reloads():
    with Daemon(config="keys: []\n") as d:
        for _ in range(100):
            d.signal(1)
        d.wait_for_line("moderato: reloaded")
        equal(screen(d).status, 200, "it serves")


@test
def a_bundle_is_replaced_by_renaming():
    path = work / "swapped.bundle"
    shutil.copy(BUNDLE, path)
    with Daemon(config=f"bundle: {path}\n") as d:
        before = screen(d).json["scores"]
        new = work / "new.bundle"
        shutil.copy(root / "models/default/default.bundle", new)
        new.replace(path)
        equal(screen(d).json["scores"], before, "the file alone changes nothing")
        reload(d)
        check(screen(d).json["scores"] != before, "the new bundle scores")


@test
def keys_come_and_go():
    with Daemon(config="keys:\n" + key_entry("a", KEY), keys=()) as d:
        c = d.connection()
        equal(screen(d, connection=c).status, 200, "the first key")
        equal(screen(d, OTHER, connection=c).status, 401, "nobody's key")
        replace(d.config_path, "keys:\n" + key_entry("b", OTHER))
        reload(d, 1)
        equal(screen(d, connection=c).status, 401, "the first key, gone")
        equal(screen(d, OTHER, connection=c).status, 200, "the second one")
        c.close()


@test
def a_rate_goes_on_over_a_reload():
    text = "keys:\n" + key_entry("a", KEY, ", rate: 2/day")
    with Daemon(config=text, keys=()) as d:
        equal([screen(d).status for _ in range(3)], [200, 200, 429], "two a day")
        reload(d, 1)
        equal(screen(d).status, 429, "after a reload")
        replace(d.config_path, text.replace("2/day", "3/day"))
        reload(d, 2)
        equal(screen(d).status, 200, "another rate begins anew")


@test
def a_request_ends_with_the_key_that_it_began_with():
    """The header has come with one key, the body comes when that key is gone."""
    with Daemon(config="keys:\n" + key_entry("a", KEY, ", rate: 1000/minute"), keys=()) as d:
        body = json.dumps({"text": "hello"}).encode()
        s = d.connect()
        s.sendall(b"POST /v1/screen HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nAuthorization: Bearer "
                  + KEY.encode() + b"\r\nContent-Length: %d\r\n\r\n" % len(body))
        equal(s.recv(1000)[:12], b"HTTP/1.1 100", "the header is read")
        for n in range(1, 6):
            replace(d.config_path, "keys:\n" + key_entry(f"b{n}", OTHER))
            reload(d, n)
            equal(screen(d, OTHER).status, 200, "another request")  # the threads go over to the new one
        s.sendall(body)
        equal(read_reply(s).status, 200, "its answer")
        s.close()


@test
def what_is_wrong_is_refused_as_a_whole():
    good = f"policy: {policy('holds', 'hold')}\nkeys:\n" + key_entry("a", KEY)
    bad_policy = work / "bad.yaml"
    bad_policy.write_text("version: 1\nrules: nothing\n")
    unfit = policy("unfit", "hold")
    unfit.write_text(unfit.read_text().replace("length:", "beauty:"))
    cases = [
        ("YAML", good + "  - [\n", "expected"),
        ("an unknown setting", good + "speed: 5\n", "unknown key 'speed'"),
        ("a missing bundle", good + "bundle: none.bundle\n", "none.bundle: No such file"),
        ("a bundle that is none", good + f"bundle: {bad_policy}\n", "not a moderato bundle"),
        ("a bad policy", good.replace("holds.yaml", "bad.yaml"), "bad.yaml:2: "),
        ("a policy that does not fit", good.replace("holds.yaml", "unfit.yaml"), "beauty"),
        ("a log that cannot be written", good + "log: {access: none/access.log}\n", "none/"),
        ("feedback that cannot be kept", good + "feedback: none/feedback.jsonl\n", "none/"),
        ("nothing at all", None, "No such file"),
    ]
    with Daemon(config=good, keys=()) as d:
        for n, (name, text, message) in enumerate(cases, 1):
            # with everything else changed as well, so that a part that was taken over would be seen
            if text is None:
                d.config_path.unlink()
            else:
                replace(d.config_path, text.replace(digest(KEY), digest(OTHER)))
            refuse(d, message, n)
            equal(decision(d), "hold", name + ": the old one decides")
            equal(screen(d, OTHER).status, 401, name + ": and knows its keys")
        replace(d.config_path, f"policy: {policy('rejects', 'reject')}\nkeys:\n" + key_entry("a", KEY))
        reload(d, 1)
        equal(decision(d), "reject", "a good one at last")


@test
def what_needs_a_restart_is_told():
    with Daemon(config="threads: 2\nlimits: {body: 1KiB}\n") as d:
        equal(screen(d, text="x" * 2000).status, 413, "a long comment")
        replace(d.config_path, "threads: 3\nunix_mode: 0600\n"
                "limits: {body: 1MiB, connections: 1, connections_per_address: 1, idle_seconds: 1}\n")
        reload(d, 1)
        d.wait_for_line("moderato: threads has changed, which takes effect when the daemon is restarted")
        d.wait_for_line("moderato: unix_mode has changed")
        equal(sum("has changed" in line for line in d.stderr), 2, "what is told")
        # With one connection allowed, the one before is in the way until the daemon has seen its end.
        while (status := screen(d, text="x" * 2000).status) == 503:
            pass
        equal(status, 200, "the rest takes effect")
        status = None
        while status != 200:
            s = d.connect()
            s.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            status = read_reply(s).status
        equal(d.get("/healthz").status, 503, "another connection")
        equal(s.recv(1), b"", "an idle one ends soon")
        s.close()


@test
def a_body_that_is_on_its_way_keeps_to_the_new_limit():
    with Daemon(config="limits: {body: 1MiB}\n") as d, d.connect() as s:
        s.sendall(b"POST /v1/screen HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + KEY.encode()
                  + b"\r\nContent-Length: 900000\r\n\r\n" + b" " * 500000)
        while "moderato_http_received_bytes_total 500000" not in d.get("/metrics", {"Authorization": "Bearer " + KEY}).text:
            pass
        replace(d.config_path, "limits: {body: 100KiB}\n")
        reload(d, 1)
        s.sendall(b" " * 400000)
        equal(read_reply(s).status, 413, "the body")


@test
def streams_that_have_begun_go_on():
    """JSON lines that are read before and after a change of the policy."""
    holds, rejects = policy("holds", "hold"), policy("rejects", "reject")
    with Daemon(config=f"policy: {holds}\nlimits: {{request_seconds: 600}}\n") as d:
        s = d.connect()
        s.sendall(b"POST /v1/screen HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + KEY.encode()
                  + b"\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
        line = b'{"text":"hello"}\n'
        chunk = b"%x\r\n%s\r\n" % (len(line), line)
        s.sendall(chunk)
        replace(d.config_path, f"policy: {rejects}\n")
        reload(d, 1)
        equal(decision(d), "reject", "other requests")
        s.sendall(chunk + b"0\r\n\r\n")
        r = read_reply(s)
        equal(r.status, 200, "the stream's answer")
        equal(len(r.body.strip().split(b"\n")), 2, "its lines")
        s.close()


run()
