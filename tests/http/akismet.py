# SPDX-License-Identifier: MIT
"""Akismet's protocol: each endpoint, each header, byte by byte, and what reaches the policy."""
import gzip
import hashlib
import signal
import threading
import time
import urllib.parse

from lib import *

BLOG = "http://blog.example/"
THANKS = b"Thanks for making the web a better place."


def policy(text):
    path = work / f"policy-{len(list(work.iterdir()))}.yaml"
    path.write_text("version: 1\nrules:\n" + text)
    return ["--policy", path]


def ask(d, call, fields=None, headers=None, **more):
    """Asks as most clients do: the key in the form."""
    return d.post_form("/1.1/" + call, [("api_key", KEY), ("blog", BLOG), *(fields or [])], headers, **more)


def text(r, expected, name, status=200):
    equal((r.status, r.body, r.headers.get("content-type")),
          (status, expected, "text/plain; charset=utf-8"), name)


def extra(r):
    """The headers of Akismet's own, without the id, which differs each time."""
    return {n[len("x-akismet-"):]: v for n, v in r.headers.items()
            if n.startswith("x-akismet-") and n != "x-akismet-guid"}


def verdict(r, spam, name, **headers):
    """An answer to comment-check: true or false, an id, and these headers beside it."""
    text(r, b"true" if spam else b"false", name)
    equal({k.replace("_", "-"): v for k, v in headers.items()}, extra(r), name + ": headers")
    check(len(r.headers.get("x-akismet-guid", "")) == 24, name + ": id")


SPAM_ALWAYS = policy('  - {name: s, when: {spam: ">= 0"}, action: hold}\n')
NEVER = policy('  - {name: s, when: {spam: "> 1"}, action: hold}\n')


@test
def keys_are_verified():
    with Daemon() as d:
        def verify(fields, headers=None):
            return d.post_form("/1.1/verify-key", fields, headers)
        for fields in ([("key", KEY), ("blog", BLOG)], [("api_key", KEY), ("blog", BLOG)],
                       [("key", KEY), ("api_key", KEY)], [("key", KEY), ("api_key", "ffffffffffff")], [("key", KEY)],
                       [("key", ""), ("api_key", KEY)]):
            r = verify(fields)
            text(r, b"valid", f"{fields}")
            equal(extra(r), {}, f"{fields}: headers")
        for fields in ([("key", "ffffffffffff"), ("blog", BLOG)], [("key", "ffffffffffff"), ("api_key", KEY)],
                       [("api_key", "viagra-test-123")], [("key", KEY.upper())], [("key", KEY + " ")], [("blog", BLOG)],
                       [("key", KEY + "\0")]):
            r = verify(fields)
            text(r, b"invalid", f"{fields}")
            equal(list(extra(r)), ["debug-help"], f"{fields}: headers")
        # With a key in the name of the host, as Net::Akismet; the form's wins.
        text(verify([("blog", BLOG)], {"Host": KEY + ".rest.akismet.com"}), b"valid", "host")
        text(verify([("key", "ffffffffffff")], {"Host": KEY + ".rest.akismet.com"}), b"invalid", "host and key")
    with Daemon(keys=("viagra-test-123",)) as d:
        text(d.post_form("/1.1/verify-key", {"key": "viagra-test-123"}), b"invalid", "the key that is never valid")


@test
def the_key_is_found():
    with Daemon(*NEVER, config="akismet: {service_names: [rest.akismet.com, ak.example]}\n") as d:
        def asked(fields, host=None):
            return d.post_form("/1.1/comment-check", [("blog", BLOG), *fields], {"Host": host} if host else None).body
        equal(asked([("api_key", KEY)]), b"false", "api_key")
        equal(asked([("key", KEY)]), b"false", "key")
        equal(asked([("api_key", KEY), ("key", "ffffffffffff")]), b"false", "api_key wins")
        equal(asked([("api_key", "ffffffffffff"), ("key", KEY)]), b"invalid", "api_key wins though it is wrong")
        equal(asked([("api_key", ""), ("key", KEY)]), b"false", "an empty api_key is none")
        for host in (KEY + ".rest.akismet.com", KEY + ".rest.akismet.com:8080", KEY + ".REST.Akismet.COM",
                     KEY + ".ak.example"):
            equal(asked([], host), b"false", host)
        equal(asked([("api_key", KEY)], "ffffffffffff.rest.akismet.com"), b"false", "the form wins over the host")
        for host in ("rest.akismet.com", "ffffffffffff.rest.akismet.com", KEY, KEY + ".", KEY + ".other.example",
                     "a." + KEY + ".rest.akismet.com", KEY + ".a.rest.akismet.com", KEY + "rest.akismet.com",
                     KEY + ".rest.akismet.com.evil.example", "." + KEY + ".rest.akismet.com", "[::1]:80"):
            equal(asked([], host), b"invalid", host)
        equal(d.get(f"/1.1/comment-check?api_key={KEY}").status, 405, "GET")
        equal(d.post(f"/1.1/comment-check?api_key={KEY}&blog=b", b"").body, b"invalid", "not from a POST's query")


@test
def anonymous_requests():
    with Daemon(*NEVER, config="akismet: {anonymous: true}\n") as d:
        equal(d.post_form("/1.1/comment-check", {"blog": BLOG}).body, b"false", "no key")
        equal(d.post_form("/1.1/comment-check", {"blog": BLOG, "key": "ffffffffffff"}).body, b"invalid", "a wrong key")
        equal(d.post_form("/1.1/verify-key", {"blog": BLOG}).body, b"invalid", "no key is not a valid one")
        equal(d.get("/1.2/usage-limit").json["usage"], 1, "usage")
    with Daemon() as d:
        r = d.post_form("/1.1/comment-check", {"blog": BLOG})
        text(r, b"invalid", "not allowed")
        equal(list(extra(r)), ["debug-help"], "not allowed: headers")


@test
def values_for_tests():
    with Daemon(*NEVER) as d:
        author = [("comment_author", "viagra-test-123")]
        verdict(ask(d, "comment-check", author), True, "viagra-test-123")
        verdict(ask(d, "comment-check", [("comment_author", "akismet-guaranteed-spam"), ("is_test", "1")]), True,
                "guaranteed by name")
        verdict(ask(d, "comment-check", [("comment_author_email", "akismet-guaranteed-spam@example.com")]), True,
                "guaranteed by e-mail")
        verdict(ask(d, "comment-check", [*author, ("test_discard", "1")]), True, "discard", pro_tip="discard")
        verdict(ask(d, "comment-check", [*author, ("test_discard", "true"), ("is_test", "true")]), True,
                "discard in a test", pro_tip="discard")
        verdict(ask(d, "comment-check", [*author, ("classify", "1")]), True, "classified", classification="spam")
        verdict(ask(d, "comment-check", [("comment_content", "hello"), ("test_discard", "1")]), False, "no spam")
        verdict(ask(d, "comment-check", [("honeypot_field_name", "h"), ("h", "x")]), True, "honeypot")
        verdict(ask(d, "comment-check", [("honeypot_field_name", "h"), ("h", "")]), False, "empty honeypot")
    with Daemon(*SPAM_ALWAYS) as d:
        verdict(ask(d, "comment-check", [("user_role", "administrator")]), False, "administrator")
        verdict(ask(d, "comment-check", [*author, ("user_role", "editor,administrator")]), False, "roles")
        verdict(ask(d, "comment-check", [("user_role", "subscriber")]), True, "subscriber")


@test
def the_policy_decides():
    rules = policy('  - {name: spam, when: {spam: ">= 0"}, phrases: [wa], action: hold}\n'
                   '  - {name: spam (certain), when: {spam: ">= 0"}, phrases: [wb], action: reject}\n'
                   '  - {name: insult, when: {insult: ">= 0"}, phrases: [wc], action: hold}\n'
                   '  - {name: insult (certain), when: {insult: ">= 0"}, phrases: [wd], action: reject}\n'
                   '  - {name: links, phrases: [we], action: hold}\n'
                   '  - {name: list, phrases: [wf], action: reject}\n'
                   '  - {name: trust, phrases: [wg], action: publish}\n')
    held = {"error": "held-for-moderation"}
    cases = [  # words, spam, headers, class, decision
        ("nothing", False, {}, "ham", "publish"),
        ("wa", True, {}, "spam", "hold"),
        ("wb", True, {}, "spam", "reject"),
        ("wc", False, held, "insult", "hold"),
        ("wd", True, {}, "insult", "reject"),
        ("we", False, held, "held", "hold"),
        ("wf", True, {}, "spam", "reject"),
        ("wa wg", False, {}, "ham", "publish"),
        ("wa wc", True, {}, None, "hold"),
        ("we wd", True, {}, "insult", "reject"),
    ]
    with Daemon(*rules) as d:
        for words, spam, headers, label, decision in cases:
            r = ask(d, "comment-check", [("comment_content", words)])
            verdict(r, spam, words, **headers)
            equal(r.headers.get("x-moderato-decision"), decision, words + ": decision")
            r = ask(d, "comment-check", [("comment_content", words), ("classify", "1")])
            check(label is None or r.headers["x-akismet-classification"] == label, words + ": class", r)


@test
def fields_reach_the_policy():
    rules = policy('  - {name: a, addresses: [192.0.2.0/24], action: reject}\n'
                   '  - {name: b, emails: ["@spam.example"], action: reject}\n'
                   '  - {name: c, author_hosts: [pills.example], action: reject}\n'
                   '  - {name: d, user_agent_phrases: [evil bot], action: reject}\n'
                   '  - {name: e, author_phrases: [casino], action: reject}\n'
                   '  - {name: f, authors: [Mallory], action: reject}\n'
                   '  - {name: g, when: {links: "> 2"}, action: reject}\n'
                   '  - {name: h, not_languages: [en, unknown], action: reject}\n'
                   '  - {name: i, phrases: ["привет мир"], action: reject}\n')
    with Daemon(*rules) as d:
        fine = [("user_ip", "198.51.100.1"), ("comment_author", "Ann"), ("comment_author_email", "ann@example.com"),
                ("comment_author_url", "http://ann.example/"), ("user_agent", "Mozilla/5.0"),
                ("comment_content", "I liked this."), ("blog_lang", "de_DE")]
        verdict(ask(d, "comment-check", fine), False, "fine")
        for field, value in (("user_ip", "192.0.2.77"), ("comment_author_email", "x@spam.example"),
                             ("comment_author_url", "https://www.pills.example/buy"),
                             ("user_agent", "Evil bot/1.0"), ("comment_author", "best casino"),
                             ("comment_author", " mallory "),
                             ("comment_content", "http://a.example http://b.example http://c.example"),
                             ("comment_content", "Das ist ein sehr schöner Artikel, den ich mit Freude gelesen habe. "
                              "Vielen Dank dafür und weiter so!")):
            verdict(ask(d, "comment-check", [*fine, (field, value)]), True, f"{field}={value}")
        # The character set of the site; the same bytes in another one are other words.
        body = urllib.parse.urlencode([("api_key", KEY), ("blog", BLOG)]).encode() + b"&comment_content=" + \
            urllib.parse.quote("и привет мир".encode("cp1251")).encode()
        for charset, spam in (("windows-1251", True), ("CP1251", True), ("koi8-r", False)):
            verdict(d.post("/1.1/comment-check", body + b"&blog_charset=" + charset.encode()), spam, charset)
            verdict(d.post("/1.1/comment-check", body,
                           {"Content-Type": f"application/x-www-form-urlencoded; charset={charset}"}), spam,
                    charset + " of the Content-Type")


@test
def blatant_spam_may_be_discarded():
    rules = policy('  - {name: s, when: {spam: ">= 0"}, phrases: [wa], action: reject}\n'
                   '  - {name: h, when: {spam: ">= 0"}, action: hold}\n')
    for share, tip in (("0", {"pro_tip": "discard"}), ("0.9999", {}), ("1", {})):
        with Daemon(*rules, config=f"akismet: {{discard_from: {share}}}\n") as d:
            verdict(ask(d, "comment-check", [("comment_content", "I liked it wa")]), True, f"from {share}", **tip)
            verdict(ask(d, "comment-check", [("comment_content", "I liked it")]), True, f"held, from {share}")
    with Daemon(*policy('  - {name: s, phrases: [wa], action: reject}\n'), config="akismet: {discard_from: 0}\n") as d:
        verdict(ask(d, "comment-check", [("comment_content", "wa")]), True, "rejected for another reason")


@test
def what_is_held_may_be_either():
    rules = policy('  - {name: insult, when: {insult: ">= 0"}, action: hold}\n')
    for hold, spam, headers in (("pending", False, {"error": "held-for-moderation"}), ("spam", True, {}),
                                ("ham", False, {})):
        with Daemon(*rules, config=f"akismet: {{hold: {hold}}}\n") as d:
            verdict(ask(d, "comment-check", [("comment_content", "hello")]), spam, hold, **headers)


@test
def errors_have_status_200():
    with Daemon(*NEVER) as d:
        r = d.post_form("/1.1/comment-check", {"api_key": KEY})
        text(r, b"Missing required field: blog.", "no blog")
        equal(extra(r), {"error": "missing-required-field", "debug-help": "Missing required field: blog."}, "no blog")
        verdict(ask(d, "comment-check"), False, "nothing but key and blog")
        verdict(ask(d, "comment-check", [("user_ip", "")]), False, "an empty user_ip")
        r = ask(d, "comment-check", [("comment_content", "x" * (256 * 1024 + 1))])
        check(r.status == 200 and r.body not in (b"true", b"false") and extra(r)["error"] == "comment-too-long",
              "a text that is too long", r)
        verdict(ask(d, "comment-check", [("comment_content", "x" * (256 * 1024))]), False, "the longest text")
        r = d.post("/1.1/comment-check", b"--B\r\n",
                   {"Content-Type": "multipart/form-data; boundary=B", "Host": KEY + ".rest.akismet.com"})
        check(r.status == 200 and extra(r)["error"] == "unreadable-form", "a broken form", r)
        r = d.post("/1.1/comment-check", b"x=" + b"&x=" * 20000)
        check(r.status == 200 and extra(r)["error"] == "unreadable-form", "too many fields", r)
        for call in ("comment-check", "submit-spam", "submit-ham", "get-stats", "get-subscription", "deactivate",
                     "token"):
            r = d.post_form("/1.1/" + call, {"key": "ffffffffffff", "blog": BLOG})
            text(r, b"invalid", call + " with a wrong key")
        for call in ("usage-limit", "key-sites"):
            text(d.get(f"/1.2/{call}?api_key=ffffffffffff"), b"invalid", call + " with a wrong key")
        r = d.get("/1.1/comment-check")
        equal((r.status, r.headers["content-type"]), (405, "text/plain; charset=utf-8"), "GET")


@test
def rates_and_scopes():
    limited = "keys:\n  - {name: a, hash: HASH, rate: 2/minute}\n"
    config = limited.replace("HASH", '"sha256:' + hashlib.sha256(b"moderato:" + KEY.encode()).hexdigest() + '"')
    with Daemon(*NEVER, config=config, keys=()) as d:
        ask(d, "comment-check")
        ask(d, "comment-check")
        r = ask(d, "comment-check")
        equal((r.status, r.headers["content-type"]), (429, "text/plain; charset=utf-8"), "over the rate")
        check(1 <= int(r.headers["retry-after"]) <= 60, "Retry-After", r)
    with Daemon(*NEVER, config=config.replace("rate: 2/minute", "scopes: [score]"), keys=()) as d:
        text(ask(d, "comment-check"), b"invalid", "a key for something else")


@test
def submissions_are_kept():
    kept = work / "feedback.jsonl"
    with Daemon(*NEVER, config=f"feedback: {kept}\n") as d:
        def lines():
            return [json.loads(line) for line in kept.read_text().splitlines()]
        comment = [("user_ip", "192.0.2.1"), ("user_agent", "Mozilla"), ("comment_author", "Eve"),
                   ("comment_author_url", "http://eve.example"), ("comment_content", "buy this\n\0"),
                   ("permalink", "http://blog.example/1"), ("referrer", "http://r.example")]
        for call in ("submit-spam", "submit-ham"):
            r = ask(d, call, comment)
            text(r, THANKS, call)
            equal(extra(r), {}, call + ": headers")
        got = lines()
        equal([line["labels"] for line in got], [{"spam": 1}, {"spam": 0}], "labels")
        equal((got[0]["text"], got[0]["author"], got[0]["url"], got[0]["source"], got[0]["referrer"]),
              ("buy this\n\0", "Eve", "http://blog.example/1", "akismet", "http://r.example"), "fields")
        equal(got[0]["id"], got[1]["id"], "one comment, one id")
        check("192.0.2.1" not in kept.read_text() and "Mozilla" not in kept.read_text(), "no address, no browser")
        text(ask(d, "submit-ham", comment), THANKS, "again")
        text(ask(d, "submit-spam", [*comment, ("is_test", "1")]), THANKS, "a test")
        text(ask(d, "submit-spam", [*comment, ("is_test", "true")]), THANKS, "a test")
        equal(len(lines()), 2, "repeats and tests are not kept")
        body = f"api_key={KEY}&blog=b&blog_charset=ISO-8859-1&comment_content=caf%E9"
        text(d.post("/1.1/submit-spam", body.encode()), THANKS, "Latin-1")
        equal(lines()[2]["text"], "café", "as UTF-8")
        text(d.post_form("/1.1/submit-spam", {"api_key": KEY}), b"Missing required field: blog.", "no blog")
        text(d.post_form("/1.1/submit-spam", {"blog": BLOG, "api_key": "x"}), b"invalid", "a wrong key")
    with Daemon(*NEVER) as d:
        text(ask(d, "submit-spam", comment), THANKS, "where nothing is kept")


@test
def figures_are_honest():
    rules = policy('  - {name: s, phrases: [bad], action: reject}\n')
    month = time.strftime("%Y-%m", time.gmtime())
    with Daemon(*rules) as d:
        def site(blog, *texts):
            for t in texts:
                d.post_form("/1.1/comment-check", {"api_key": KEY, "blog": blog, "comment_content": t})
        usage = {"limit": "none", "usage": 0, "percentage": "0.00", "throttled": False}
        r = d.get("/1.2/usage-limit?api_key=" + KEY)
        equal((r.status, r.json), (200, usage), "at first")
        check(r.headers["content-type"].startswith("application/json"), "JSON", r)
        equal(d.get("/1.2/key-sites?api_key=" + KEY).json, {month: [], "limit": 500, "offset": 0, "total": 0}, "no site")
        site("http://a.example/", "good", "bad", "bad")
        site("https://b.example/blog/", "good", "good", "good", "good", "bad")
        ask(d, "comment-check", [("is_test", "1")])
        d.post_form("/1.1/submit-spam", {"api_key": KEY, "blog": "http://a.example", "comment_content": "x"})
        d.post_form("/1.1/submit-ham", {"api_key": KEY, "blog": "http://a.example", "comment_content": "y"})
        d.post_form("/1.1/submit-spam", {"api_key": KEY, "blog": "http://a.example", "comment_content": "z",
                                         "comment_check_response": "true"})
        extended = {**usage, "usage": 8, "notice_level": "NOTICE_NONE", "upgrade": False}
        equal(d.get(f"/1.2/usage-limit?api_key={KEY}&extended=true").json, extended, "usage")
        equal(d.post_form("/1.2/usage-limit", {"api_key": KEY, "extended": "1"}).json, extended, "usage by POST")
        a = {"site": "a.example", "api_calls": "3", "spam": "2", "ham": "1", "missed_spam": "1",
             "false_positives": "1", "is_revoked": False}
        b = {"site": "b.example/blog", "api_calls": "5", "spam": "1", "ham": "4", "missed_spam": "0",
             "false_positives": "0", "is_revoked": False}

        def sites(**more):
            return d.get("/1.2/key-sites?" + urllib.parse.urlencode({"api_key": KEY, **more}))
        for more, rows, total in (({}, [b, a], 2), ({"order": "total"}, [b, a], 2), ({"order": "spam"}, [a, b], 2),
                                  ({"order": "ham"}, [b, a], 2), ({"order": "missed_spam"}, [a, b], 2),
                                  ({"order": "false_positives"}, [a, b], 2), ({"filter": "BLOG"}, [b], 1),
                                  ({"month": month}, [b, a], 2), ({"filter": "none"}, [], 0)):
            equal(sites(**more).json, {month: rows, "limit": 500, "offset": 0, "total": total}, f"sites {more}")
        equal(sites(limit=1, offset=1).json, {month: [a], "limit": 1, "offset": 1, "total": 2}, "a page")
        equal(sites(offset=7).json, {month: [], "limit": 500, "offset": 7, "total": 2}, "after the last page")
        equal(sites(month="2001-02").json, {"2001-02": [], "limit": 500, "offset": 0, "total": 0}, "another month")
        r = sites(format="csv", limit=10)
        equal((r.text, r.headers["content-type"]),
              (f"Active sites for command-line during {month} (limit:10, offset: 0, total: 2)\n"
               "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked\n"
               "b.example/blog,5,1,4,0,0,false\na.example,3,2,1,1,1,false\n", "text/csv; charset=utf-8"), "CSV")
        for more in ({"month": "2026-13"}, {"month": "now"}, {"order": "x"}, {"limit": "-1"}, {"offset": "9" * 30}):
            equal(extra(sites(**more))["error"], "invalid-field", f"{more}")
        stats = {"spam": 2, "ham": 1, "missed_spam": 1, "false_positives": 1, "accuracy": "33.33", "time_saved": 20,
                 "breakdown": {month: {"spam": "2", "ham": "1", "missed_spam": "1", "false_positives": "1",
                                       "blogs": "1", "da": month + "-01"}}}
        for span in ("60-days", "6-months", "all"):
            r = d.post_form("/1.1/get-stats", {"key": KEY, "blog": "http://a.example", "from": span})
            equal(r.json, stats, f"get-stats from {span}")
        r = d.post_form("/1.1/get-key-stats", {"api_key": KEY, "from": "all"}).json
        equal((r["spam"], r["ham"], r["accuracy"], r["breakdown"][month]["blogs"]), (3, 5, "75.00", "2"), "all sites")
        r = d.post_form("/1.1/get-stats", {"key": KEY, "blog": "http://new.example"}).json
        equal((r["spam"], r["accuracy"], r["breakdown"]), (0, "0.00", {}), "a site without comments")
        r = d.post_form("/1.1/get-subscription", {"key": KEY, "blog": BLOG}).json
        equal(r, {"account_id": 1, "account_type": "moderato", "account_name": "command-line", "status": "active",
                  "next_billing_date": False, "limit_reached": False}, "get-subscription")


@test
def every_check_is_counted_once():
    with Daemon(*NEVER) as d:
        def many():
            c = d.connection()
            for i in range(100):
                d.post_form("/1.1/comment-check", {"api_key": KEY, "blog": f"http://{i % 7}.example"}, connection=c)
            c.close()
        threads = [threading.Thread(target=many) for _ in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        equal(d.get("/1.2/usage-limit?api_key=" + KEY).json["usage"], 400, "usage")
        d.signal(signal.SIGHUP)
        d.wait_for_line("reloaded")
        equal(d.get("/1.2/usage-limit?api_key=" + KEY).json["usage"], 400, "usage after a reload")
        equal(d.get("/1.2/key-sites?api_key=" + KEY).json["total"], 7, "sites")


@test
def other_calls():
    with Daemon() as d:
        text(d.get("/1.1/test"), b"connected", "test")
        text(ask(d, "deactivate"), b"deactivated", "deactivate")
        r = ask(d, "token")
        check(r.status == 200 and r.body not in (b"", b"invalid"), "token", r)
        text(d.post_form("/1.1/verify-wpcom-key", {"user_id": "1", "api_key": KEY}), b"invalid", "verify-wpcom-key")
        r = d.request("HEAD", f"/1.2/usage-limit?api_key={KEY}")
        equal((r.status, r.body), (200, b""), "HEAD")


@test
def forms_of_every_kind():
    with Daemon(*policy('  - {name: s, phrases: [bad], action: reject}\n')) as d:
        plain = [("api_key", KEY), ("blog", BLOG), ("comment_content", "bad")]
        coded = urllib.parse.urlencode(plain).encode()
        for kind in ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=UTF-8",
                     "application/x-www-form-urlencoded; charset=utf-8", "text/plain", ""):
            verdict(d.post("/1.1/comment-check", coded, {"Content-Type": kind}), True, f"Content-Type {kind!r}")
        parts = b"".join(b'--X\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (n.encode(), v.encode())
                         for n, v in plain) + b"--X--\r\n"
        verdict(d.post("/1.1/comment-check", parts, {"Content-Type": 'multipart/form-data; boundary="X"'}), True,
                "multipart")
        many = [(f"HTTP_X_{i}", "v" * i) for i in range(900)]
        verdict(ask(d, "comment-check", [*many[:450], ("comment_content", "bad"), *many[450:]]), True, "900 fields")
        big = [("POST_comment", "x" * (1 << 20)), ("comment_content", "bad")]
        verdict(ask(d, "comment-check", big), True, "1 MiB")
        equal(ask(d, "comment-check", [("POST_comment", "x" * (3 << 20))]).status, 413, "3 MiB")
        verdict(d.post("/1.1/comment-check", gzip.compress(coded), {"Content-Encoding": "gzip"}), True, "gzip")
        verdict(d.post("/1.1/comment-check", coded + b"&%zz%&=&&%00=%00&%"), True, "broken escapes")
        for cut in range(0, len(coded), 5):
            check(d.post("/1.1/comment-check", coded[:cut]).status == 200, f"cut at {cut}")
        for cut in range(0, len(parts) - 2, 7):
            r = d.post("/1.1/comment-check", parts[:cut], {"Content-Type": "multipart/form-data; boundary=X"})
            check(r.status == 200 and r.body not in (b"true", b"false"), f"multipart cut at {cut}", r)


@test
def wordpress_asks():
    """What the plug-in 5.0.2 sends, in the order in which it sends it."""
    fields = {
        "comment_post_ID": "1", "comment_author": "Zoë", "comment_author_email": "zoe@example.com",
        "comment_author_url": "", "comment_content": "Schöner Artikel, vielen Dank!", "comment_type": "comment",
        "comment_parent": "0", "user_ID": "0", "comment_author_IP": "198.51.100.1", "comment_agent": "Mozilla/5.0",
        "comment_date": "2026-11-29 02:00:00", "comment_date_gmt": "2026-11-29 01:00:00", "user_ip": "198.51.100.1",
        "user_agent": "Mozilla/5.0 (X11; Linux x86_64)", "referrer": "http://blog.example/?p=1", "blog": BLOG,
        "blog_lang": "de_DE", "blog_charset": "UTF-8", "permalink": "http://blog.example/?p=1",
        "akismet_comment_nonce": "inactive", "POST_author": "Zoë", "POST_email": "zoe@example.com", "POST_url": "",
        "POST_comment": "Schöner Artikel, vielen Dank!", "POST_submit": "Kommentar abschicken",
        "POST_comment_post_ID": "1", "POST_comment_parent": "0", "POST_ak_hp_textarea": "", "POST_ak_js": "1764378000",
        "HTTP_HOST": "blog.example", "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64)", "HTTP_ACCEPT": "text/html",
        "REQUEST_URI": "/wp-comments-post.php", "REMOTE_ADDR": "198.51.100.1",
        "comment_post_modified_gmt": "2026-11-01 00:00:00", "comment_context[0]": "Uncategorized",
    }
    headers = {"User-Agent": "WordPress/6.1.9 | Akismet/5.0.2", "Host": "rest.akismet.com",
               "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "Connection": "close"}
    with Daemon(*NEVER) as d:
        verdict(d.post_form("/1.1/comment-check", {**fields, "api_key": KEY}, headers), False, "a comment")
        verdict(d.post_form("/1.1/comment-check", {**fields, "api_key": KEY, "POST_ak_hp_textarea": "x"}, headers),
                True, "its honeypot")
        text(d.post_form("/1.1/submit-spam", {**fields, "api_key": KEY, "reporter": "admin",
                                              "site_domain": "blog.example", "comment_check_response": "false"},
                         headers), THANKS, "submit-spam")


run()
