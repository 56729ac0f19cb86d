# SPDX-License-Identifier: MIT
"""/metrics: what Prometheus reads, and whether what it says is true."""
import hashlib
import shutil
import signal
import subprocess
import threading
import time

from lib import *

try:
    from prometheus_client.parser import text_string_to_metric_families
except ImportError:
    skip_all("python3-prometheus-client is not installed")

BEARER = {"Authorization": "Bearer " + KEY}
PLAIN = "Thank you, this is a very kind comment about gardens."
RUDE = "You are a stupid idiot, shut up and die you worthless moron."


class Scrape:
    """One reading, parsed by Prometheus' own client library, which refuses what is not valid."""

    def __init__(self, daemon, headers=BEARER, settle=True):
        """With `settle` all earlier requests have ended: a client has its reply before that is counted."""
        while True:
            reply = daemon.get("/metrics", headers)
            if not settle or "\nmoderato_http_requests_in_flight 1\n" in reply.text or reply.status != 200:
                break
        equal(reply.status, 200, "status of /metrics")
        equal(reply.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8", "its type")
        self.text = reply.text
        self.families = {f.name: f for f in text_string_to_metric_families(reply.text)}
        self.samples = [s for f in self.families.values() for s in f.samples]

    def values(self, name, **labels):
        return [s.value for s in self.samples
                if s.name == name and all(s.labels.get(k) == v for k, v in labels.items())]

    def value(self, name, **labels):
        found = self.values(name, **labels)
        return found[0] if len(found) == 1 else found

    def labels(self, name):
        return [s.labels for s in self.samples if s.name == name]


def screen(daemon, *texts, **more):
    body = "".join(json.dumps({"text": t}) + "\n" for t in texts)
    return daemon.post("/v1/screen", body.encode(),
                       {**BEARER, "Content-Type": "application/x-ndjson"}, **more)


@test
def the_format_is_prometheus_own():
    with Daemon() as d:
        screen(d, PLAIN, RUDE)
        s = Scrape(d)
        kinds = {f.type for f in s.families.values()}
        check(kinds <= {"counter", "gauge", "histogram", "summary"}, "known types", kinds)
        check(all(f.documentation for f in s.families.values()), "each family has a help")
        names = [line.split()[2] for line in s.text.splitlines() if line.startswith("# TYPE")]
        equal(len(names), len(set(names)), "each family is written once")
        series = [line.rsplit(" ", 1)[0] for line in s.text.splitlines() if not line.startswith("#")]
        equal(len(series), len(set(series)), "each series is written once")
        if promtool := shutil.which("promtool") or os.environ.get("PROMTOOL"):
            r = subprocess.run([promtool, "check", "metrics"], input=s.text, text=True, capture_output=True)
            equal((r.returncode, r.stdout + r.stderr), (0, ""), "promtool check metrics")


@test
def histograms_are_cumulative_and_add_up():
    with Daemon() as d:
        screen(d, PLAIN, RUDE, PLAIN)
        s = Scrape(d)
        series = {}
        for sample in s.samples:
            if sample.name.endswith("_bucket"):
                key = (sample.name, tuple(sorted((k, v) for k, v in sample.labels.items() if k != "le")))
                series.setdefault(key, []).append((float(sample.labels["le"]), sample.value))
        check(len(series) > 7, "there are histograms", len(series))
        for (name, labels), buckets in series.items():
            check(buckets == sorted(buckets) and [v for _, v in buckets] == sorted(v for _, v in buckets),
                  f"{name} {labels} rises", buckets)
            equal(buckets[-1], (float("inf"), s.value(name[:-len("bucket")] + "count", **dict(labels))),
                  f"{name} {labels} ends with its count")


@test
def requests_are_counted_by_route_and_status():
    with Daemon() as d:
        for _ in range(3):
            d.get("/healthz")
        d.get("/no/such/path")
        d.post("/healthz")
        d.post_json("/v1/screen", {"text": PLAIN})
        d.post_json("/v1/screen", {"text": PLAIN}, {"Authorization": "Bearer nobody's"})
        s = Scrape(d)
        name = "moderato_http_requests_total"
        equal(s.value(name, route="healthz", code="2xx"), 3, "healthz")
        equal(s.value(name, route="none", code="4xx"), 2, "no such path, and another method")
        equal(s.value("moderato_http_refusals_total", reason="no_key"), 1, "refused without a key")
        equal(s.value("moderato_http_refusals_total", reason="bad_key"), 1, "refused for a wrong key")
        equal(s.value("moderato_http_refusals_total", reason="not_found"), 1, "no such path")
        equal(s.value("moderato_http_refusals_total", reason="method"), 1, "another method")
        equal(s.value("moderato_http_requests_in_flight"), 1, "only this request is in flight")
        equal(s.value("moderato_http_requests_waiting"), 0, "nothing waits")
        check(Scrape(d).value(name, route="metrics", code="2xx") > s.value(name, route="metrics", code="2xx"),
              "a reading is in the next one")


@test
def requests_are_counted_by_key():
    config = "keys:\n" + "".join(
        f"  - {{name: {n}, hash: \"{h}\", rate: {r}}}\n" for n, h, r in [
            ("coral", "sha256:" + hashlib.sha256(b"moderato:coralcoral12").hexdigest(), "2/minute"),
            ("wordpress", "sha256:" + hashlib.sha256(b"moderato:wordpress123").hexdigest(), "100/minute")])
    with Daemon(config=config) as d:
        statuses = [d.post_json("/v1/score", {"text": PLAIN}, {"Authorization": "Bearer coralcoral12"}).status
                    for _ in range(4)]
        equal(statuses, [200, 200, 429, 429], "two a minute")
        d.post_json("/v1/score", {"text": PLAIN}, {"Authorization": "Bearer nobody"})
        s = Scrape(d)
        name = "moderato_key_requests_total"
        equal(s.value(name, key="coral", code="2xx"), 2, "answered")
        equal(s.value(name, key="coral", code="4xx"), 2, "refused for its rate")
        equal(s.value(name, key="wordpress", code="2xx"), 0, "a key that nobody used")
        equal(s.value(name, key="(others)"), [], "unknown keys are not counted")


@test
def comments_decisions_and_scores_are_counted():
    with Daemon() as d:
        screen(d, *[PLAIN] * 5, RUDE)
        s = Scrape(d)
        equal(s.value("moderato_comments_scored_total"), 6, "comments")
        equal(sum(s.values("moderato_decisions_total")), 6, "decisions")
        check(s.value("moderato_decisions_total", decision="publish") >= 5, "ordinary ones are published")
        names = s.value("moderato_bundle_info", role="main") and s.labels("moderato_bundle_info")[0]["attributes"]
        for attribute in names.split(","):
            equal(s.value("moderato_score_count", attribute=attribute), 6, f"scores of {attribute}")
        rude = 6 - s.value("moderato_score_bucket", attribute="toxicity", le="0.5")
        equal(rude, 1, "one is above a half")
        check(0.5 < s.value("moderato_score_sum", attribute="toxicity") < 3.5, "the sum of scores")


@test
def the_program_its_bundle_and_its_process_are_told():
    with Daemon(listen=["127.0.0.1:0"]) as d:
        s = Scrape(d)
        build = s.labels("moderato_build_info")[0]
        check(build["version"] and build["library"].startswith("moderato " + build["version"]), "build", build)
        bundle = s.labels("moderato_bundle_info")[0]
        equal(bundle["name"], BUNDLE.rsplit("/", 1)[1], "the bundle's name")
        equal(len(bundle["checksum"]), 16, "its checksum")
        check("toxicity" in bundle["attributes"].split(","), "its attributes")
        check(bundle["checksum"] in d.get("/readyz").text, "readiness says the same bundle")
        check(abs(s.value("process_start_time_seconds") - time.time()) < 300, "start time")
        check(s.value("process_resident_memory_bytes") > 1 << 20, "memory")
        check(s.value("process_cpu_seconds_total") > 0, "processor time")
        check(3 < s.value("process_open_fds") <= s.value("process_max_fds"), "file descriptors")
        equal(s.value("moderato_ready"), 1, "ready")
        equal(s.value("moderato_http_connections"), 1, "connections")


@test
def what_waits_is_seen():
    with Daemon() as d:
        with d.connect() as slow:
            slow.sendall(b"POST /v1/score HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + KEY.encode()
                         + b"\r\nContent-Length: 20000\r\n\r\n" + b"x" * 9000)
            while (s := Scrape(d, settle=False)).value("moderato_http_body_memory_bytes") < 9000:
                pass  # until the daemon has read them
            equal(s.value("moderato_http_requests_waiting"), 1, "one waits for its body")
            check(s.value("moderato_http_requests_in_flight") >= 2, "that one and this one")
            check(s.value("moderato_http_connections") >= 2, "both connections")
        s = Scrape(d)  # when it has seen that the client went away
        equal(s.value("moderato_http_requests_waiting"), 0, "nothing waits any more")
        equal(s.value("moderato_http_requests_total", route="own_score", code="none") or
              sum(s.values("moderato_http_requests_total", code="none")), 1, "a client that went away")
        equal(s.value("moderato_http_body_memory_bytes"), 0, "its memory is free")


@test
def a_key_is_needed_unless_they_are_public():
    with Daemon() as d:
        equal(d.get("/metrics").status, 401, "without a key")
        equal(d.get("/metrics", {"Authorization": "Bearer 000000000000"}).status, 401, "with a wrong one")
        equal(d.get("/metrics?key=" + KEY).status, 200, "with a key in the query")
        equal(d.request("HEAD", "/metrics", headers=BEARER).body, b"", "HEAD")
    with Daemon(config="metrics: {public: true}\n") as d:
        Scrape(d, {})


@test
def reloads_are_counted():
    with Daemon(config="log: {format: text}\n") as d:
        d.signal(signal.SIGHUP)
        d.wait_for_line("reloaded")
        s = Scrape(d)
        equal(s.value("moderato_reloads_total", result="success"), 1, "a good one")
        d.config_path.write_text("policy: no-such-file.yaml\n")
        d.signal(signal.SIGHUP)
        d.wait_for_line("not reloaded")
        s = Scrape(d)
        equal(s.value("moderato_reloads_total", result="failure"), 1, "a bad one")
        equal(s.value("moderato_reloads_total", result="success"), 1, "and no other good one")


@test
def counters_of_several_threads_add_up():
    with Daemon(config="threads: 4\n") as d:
        def ask():
            c = d.connection()
            for _ in range(50):
                screen(d, PLAIN, connection=c)
            c.close()

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        equal(Scrape(d).value("moderato_comments_scored_total"), 400, "comments of eight clients")


@test
def a_drift_of_scores_is_seen():
    with Daemon() as d:
        kind, mixed = [PLAIN] * 1000, [PLAIN] * 500 + [RUDE] * 500
        for _ in range(5):
            screen(d, *kind)
        def scrape_until(condition):
            while not condition(s := Scrape(d)):
                pass  # the daemon looks four times a second
            return s
        s = scrape_until(lambda s: s.values("moderato_score_reference_comments", attribute="toxicity"))
        check(s.value("moderato_score_reference_comments", attribute="toxicity") >= 5000, "the first scores")
        equal(s.values("moderato_score_drift"), [], "no window is full yet")
        screen(d, *kind), screen(d, *kind)
        s = scrape_until(lambda s: s.values("moderato_score_drift", attribute="toxicity"))
        check(s.value("moderato_score_drift", attribute="toxicity") < 0.01, "the same comments: no drift")
        for _ in range(4):
            screen(d, *mixed)
        s = scrape_until(lambda s: s.value("moderato_score_drift", attribute="toxicity") > 0.25)
        check(True, "other comments: a drift")
        check(s.value("moderato_score_share_above", attribute="toxicity", of="window", score="0.5") > 0.2,
              "the share above a half has risen")
        equal(s.value("moderato_score_share_above", attribute="toxicity", of="reference", score="0.5"), 0,
              "and there were none at first")


@test
def the_bundles_card_is_the_reference_where_it_has_figures():
    with Daemon(bundle=root / "models/default") as d:
        screen(d, *[PLAIN] * 1900, *[RUDE] * 200)
        while not (s := Scrape(d)).values("moderato_score_drift", attribute="toxicity"):
            pass  # the daemon looks four times a second
        of, = [l for l in s.labels("moderato_score_reference_comments") if l["attribute"] == "toxicity"]
        equal(of["reference"], "card", "the reference of toxicity")
        check(of["file"].endswith(".jsonl"), "a held-out file", of)
        check(s.value("moderato_score_reference_comments", attribute="toxicity") >= 1000, "of its size")
        check(s.value("moderato_score_drift", attribute="toxicity") > 0.1, "one rude comment in ten is a drift")
        equal(s.values("moderato_score_reference_comments", attribute="spam"), [], "the card has none of spam")


run()
