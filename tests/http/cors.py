# SPDX-License-Identifier: MIT
"""Pages of other origins: what browsers are told, and that nothing is told unless it is configured."""
from lib import *

PAGE, OTHER = "https://news.example", "https://elsewhere.example"
ANALYZE = "/v1alpha1/comments:analyze"
ONE = f"cors: {{origins: [\"{PAGE}\", \"http://localhost:3000\"]}}\n"
PATHS = ["/", "/healthz", "/readyz", "/metrics", "/v1/score", "/v1/screen", "/v1/explain", ANALYZE, "/comments:analyze",
         "/v1/moderations", "/v1/models", "/coral/moderate"]


def ask(daemon, path, origin, headers="authorization,content-type,x-stainless-os"):
    """What a browser asks before it sends a page's request."""
    return daemon.request("OPTIONS", path, headers={
        "Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": headers})


def allowed(reply):
    return {k: v for k, v in reply.headers.items() if k.startswith("access-control-")}


@test
def nothing_is_different_without_it():
    with Daemon() as d:
        for r in [ask(d, "/v1/score", PAGE), ask(d, "/no/such/path", PAGE)]:
            check(r.status in (404, 405), "OPTIONS is no method", r)
            check(not allowed(r) and "vary" not in r.headers, "nothing is said", r)
        r = d.get("/healthz", {"Origin": PAGE})
        check(not allowed(r) and "vary" not in r.headers, "nor of a reply", r)


@test
def a_preflight_is_answered_on_every_route():
    with Daemon(config=ONE) as d:
        seen = 0
        for path in PATHS:
            r = ask(d, path, PAGE)
            if r.status == 404:
                continue  # a protocol that this daemon does not speak
            seen += 1
            equal((r.status, r.body), (204, b""), f"{path}: no content")
            equal(r.headers.get("access-control-allow-origin"), PAGE, f"{path}: the origin")
            check("POST" in r.headers.get("access-control-allow-methods", ""), f"{path}: methods")
            equal(r.headers.get("access-control-allow-headers"), "authorization,content-type,x-stainless-os",
                  f"{path}: the headers that were asked for")
            check("Origin" in r.headers.get("vary", ""), f"{path}: caches are told", r)
            check("access-control-allow-credentials" not in r.headers, f"{path}: no cookies")
        check(seen >= 7, "most paths exist", seen)
        equal(ask(d, "/no/such/path", PAGE).status, 404, "a path that does not exist")


@test
def other_origins_are_told_nothing():
    with Daemon(config=ONE) as d:
        for origin in [OTHER, "null", "http://news.example", PAGE + ".evil.example", PAGE + ":444", "https://news.exampl",
                       "*", PAGE + "/"]:
            for r in [ask(d, "/v1/score", origin), d.get("/healthz", {"Origin": origin})]:
                check(not allowed(r), f"{origin}: nothing", r)
                check("Origin" in r.headers.get("vary", ""), f"{origin}: caches are told", r)
        equal(ask(d, "/v1/score", OTHER).status, 405, "OPTIONS is no method for them")


@test
def replies_and_refusals_can_be_read():
    with Daemon(config=ONE) as d:
        for r, status in [
            (d.post_json("/v1/score", {"text": "x"}, {"Origin": PAGE, "Authorization": "Bearer " + KEY}), 200),
            (d.post_json("/v1/score", {"text": "x"}, {"Origin": PAGE}), 401),
            (d.get("/no/such/path", {"Origin": PAGE}), 404),
            (d.get("/healthz", {"Origin": "http://localhost:3000"}), 200),
        ]:
            equal(r.status, status, "status")
            check(r.headers.get("access-control-allow-origin") in (PAGE, "http://localhost:3000"), f"{status} is readable", r)
            check("Retry-After" in r.headers.get("access-control-expose-headers", ""), f"{status}: headers, too", r)
        check("access-control-allow-origin" not in d.get("/healthz").headers, "whoever is no page is told nothing")


@test
def all_origins_may_be_allowed():
    with Daemon(config="cors: {origins: [\"*\"]}\n") as d:
        equal(ask(d, "/v1/score", OTHER).headers.get("access-control-allow-origin"), "*", "a preflight")
        equal(d.get("/healthz", {"Origin": "null"}).headers.get("access-control-allow-origin"), "*", "a file's page")


@test
def what_it_asks_for_cannot_add_headers():
    with Daemon(config=ONE) as d:
        for headers in ["a\tb", "x: y", "a;b", "\u00e4".encode().decode("latin-1"), "", "x" * 5000]:
            r = ask(d, "/v1/score", PAGE, headers)
            equal((r.status, "access-control-allow-headers" in r.headers), (204, False), f"{headers[:9]!r} is not repeated")


@test
def an_options_request_that_is_no_preflight_is_refused():
    with Daemon(config=ONE) as d:
        r = d.request("OPTIONS", "/v1/score", headers={"Origin": PAGE})
        equal(r.status, 405, "without a method that is asked for")
        equal(r.headers.get("access-control-allow-origin"), PAGE, "which the page may read")
        equal(d.raw(b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")[:12], b"HTTP/1.1 204", "OPTIONS *")


run()
