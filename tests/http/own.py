# SPDX-License-Identifier: MIT
"""moderato's own protocol: /v1/score, /v1/screen, /v1/explain, /v1/bundle and /openapi.yaml."""
import gzip
import random
import re
import subprocess
import sys

from lib import *

AUTH = {"Authorization": "Bearer " + KEY}
LINES = {**AUTH, "Content-Type": "application/x-ndjson"}
WITH = "text,margins,spans,explain"


def moderato(*arguments, text=None):
    """What the command writes."""
    done = subprocess.run([MODERATO, *map(str, arguments)], input=text, stdout=subprocess.PIPE,
                          env={**os.environ, "MODERATO_BUNDLE": BUNDLE})
    return done.stdout


def error(reply, status, code, name):
    equal((reply.status, reply.json["error"]["code"]), (status, code), name)
    check(reply.json["error"]["message"], name + ": a message")


@test
def one_comment_is_what_the_command_says():
    comment = {"id": "a", "text": "You are an idiot.\nReally.", "author": "Ann", "mine": [1]}
    line = json.dumps(comment).encode()
    with Daemon() as d:
        for path in "/v1/score", "/v1/screen":
            equal(d.post(path, line, AUTH).body, moderato("score", "-q", "--output", "jsonl", text=line), path)
        r = d.post(f"/v1/score?with={WITH}&attributes=insult,spam", line, AUTH)
        equal(r.body, moderato("score", "-q", "--output", "jsonl", "--with", WITH, "--attributes", "insult,spam",
                               text=line), "with everything")
        equal(list(r.json), ["id", "decision", "scores", "margins", "reasons", "spans", "explain", "text", "author",
                             "mine"], "members and their order")
        equal(r.headers["content-type"], "application/json; charset=UTF-8", "content type")
        check("x-moderato-decision" not in r.headers, "only /v1/screen says the decision in the header")
        r = d.post("/v1/screen", line, AUTH)
        equal(r.headers["x-moderato-decision"], r.json["decision"], "the decision in the header")
        check("id" not in d.post_json("/v1/score", {"text": "hello"}, AUTH).json, "no id of its own")


@test
def an_array_is_answered_in_order():
    with Daemon() as d:
        r = d.post("/v1/screen", b' [{"text":"one","id":1}, {"id":"2"},\n 3, {"text":"four"}, []]', AUTH)
        equal(r.status, 200, "status")
        equal(r.json[0]["id"], "1", "the first")
        equal(r.json[1], {"id": "2", "error": {"message": "text is missing", "index": 1}}, "no text")
        check("object is expected" in r.json[2]["error"]["message"], "no object")
        check("scores" in r.json[3], "the fourth")
        equal(r.json[4]["error"]["index"], 4, "an array in the array")
        equal(d.post("/v1/screen", b"[]", AUTH).body, b"[]\n", "an empty array")
        error(d.post("/v1/screen", b'[{"text":"one"},', AUTH), 400, "invalid_json", "an array that is not closed")
        error(d.post("/v1/screen", b'[{"text":"one"}]]', AUTH), 400, "invalid_json", "more after the array")
        many = b"[" + b",".join([b'{"text":""}'] * 100000) + b"]"
        error(d.post("/v1/screen", many, AUTH), 413, "too_large", "an answer that would be too large")


@test
def a_comment_that_is_none_is_refused():
    with Daemon() as d:
        for body in b"", b"  ", b"null", b'"text"', b"{", b"{}", b'{"text":1}', b'{"text":"a"} x', b"{'text':'a'}", \
                b'{"text":"a","text":null}', b'{"text":"\\ud800"}', b"\0":
            error(d.post("/v1/score", body, AUTH), 400, "invalid_comment", repr(body))
        error(d.post("/v1/score", b'{"text":"\xff"}', AUTH), 400, "invalid_json", "not UTF-8")
        error(d.post("/v1/score", b'{"text":"' + b"a" * 270000 + b'"}', AUTH), 413, "too_large", "a long text")
        error(d.post("/v1/score", b'{"text":"' + b"a" * 3000000 + b'"}', AUTH), 413, "too_large", "a long body")
        for query in "with=texts", "with=text,,spans", "attributes=spamm", "attributes=spam,":
            wrong = query.endswith("m") or "texts" in query or ",," in query
            r = d.post("/v1/score?" + query, b'{"text":"a"}', AUTH)
            if wrong:
                error(r, 400, "invalid_parameter", query)
            else:
                equal(r.status, 200, query)


@test
def keys_are_asked_for():
    comment = b'{"text":"hello"}'
    with Daemon() as d:
        for headers in AUTH, {"X-API-Key": KEY}, {"authorization": "bearer " + KEY}:
            equal(d.post("/v1/score", comment, headers).status, 200, headers)
        equal(d.post("/v1/score?key=" + KEY, comment).status, 200, "key in the query")
        r = d.post("/v1/score", comment)
        error(r, 401, "missing_key", "no key")
        equal(r.headers["www-authenticate"], "Bearer", "what is asked for")
        error(d.post("/v1/score", comment, {"X-API-Key": "0123456789ac"}), 401, "invalid_key", "a wrong key")
        error(d.get("/v1/bundle"), 401, "missing_key", "no key for the bundle")
        error(d.get("/v1/nothing", AUTH), 404, "not_found", "no such path")
        r = d.get("/v1/score", AUTH)
        error(r, 405, "method_not_allowed", "another method")
        equal(r.headers["allow"], "POST", "what it takes")
        equal(d.post("/v1/bundle", b"", AUTH).headers["allow"], "GET, HEAD", "what another path takes")
        equal(d.post("/1.2/usage-limit", b"", AUTH).status, 200, "a path with both")


@test
def lines_are_what_the_command_writes():
    with Daemon() as d:
        for file in "news", "posts":
            path = root / f"corpus/{file}.jsonl"
            expected = moderato("score", "-q", "--output", "jsonl", path)
            r = d.post("/v1/screen", path.read_bytes(), LINES)
            equal((r.status, r.headers["content-type"]), (200, "application/x-ndjson"), file)
            check(r.body == expected, f"{file}: the same bytes")
        path = root / "corpus/spam.jsonl"
        expected = moderato("score", "-q", "--output", "jsonl", "--with", WITH, "--attributes", "spam,threat", path)
        query = f"?with={WITH}&attributes=spam,threat"
        for kind in "application/x-ndjson", "application/jsonl; charset=utf-8", "application/x-jsonlines":
            r = d.post("/v1/score" + query, path.read_bytes(), {**AUTH, "Content-Type": kind})
            check(r.body == expected, kind)
        r = d.post("/v1/score" + query + "&stream=1", path.read_bytes(), AUTH)
        check(r.body == expected, "by the parameter")
        r = d.post("/v1/score" + query, gzip.compress(path.read_bytes()), {**LINES, "Content-Encoding": "gzip"})
        check(r.body == expected, "packed")


@test
def lines_have_no_limit():
    text = (root / "corpus/posts.jsonl").read_bytes()
    times = 12 if "-" in B.name else 60  # a sanitised build is slow
    with Daemon() as d:
        expected = d.post("/v1/screen", text, LINES).body

        def pieces():
            for _ in range(times):
                for i in range(0, len(text), 10007):
                    yield text[i:i + 10007]

        r = d.request("POST", "/v1/screen", pieces(), LINES)
        equal(r.status, 200, "status")
        check(len(text) * times > 2 << 20, "more than a body may have")
        ids = re.compile(rb'^{"id":"\d+"', re.M)
        check(ids.sub(b"", r.body) == ids.sub(b"", expected * times), "all are answered")
        body = (b'{"text":"hello"}\n' + text) * 2
        for size in 1, 7, 4096:
            c = d.connection()
            r = d.request("POST", "/v1/screen", (body[i:i + size] for i in range(0, min(len(body), 3000 * size), size)),
                          LINES, connection=c)
            whole = d.post("/v1/screen", body[:3000 * size], LINES, connection=c)
            check(r.body == whole.body, f"pieces of {size}")
            c.close()


@test
def a_bad_line_costs_only_itself():
    long = b'{"text":"' + b"a" * (2 << 20) + b'"}'
    body = b"\n".join([
        b'\xef\xbb\xbf{"text":"one \xff"}\r', b"", b"  \t", b'{"id":"four","text":7}', b"five", b'{"id":6,"text":"six"}',
        long, b'{"text":"' + b"a" * 270000 + b'","id":"eight"}', b'{"text":"nine"}'])
    with Daemon() as d:
        for end in b"", b"\n", b"\n\n":
            r = d.post("/v1/screen", body + end, LINES)
            equal(r.status, 200, "status")
            lines = [json.loads(line) for line in r.text.splitlines()]
            equal([line["id"] for line in lines], ["1", "four", "5", "6", "7", "eight", "9"], "ids")
            equal(["error" in line for line in lines], [False, True, True, False, True, True, False], "errors")
            equal([line["error"]["line"] for line in lines if "error" in line], [4, 5, 7, 8], "lines")
            check("must be a string" in lines[1]["error"]["message"], "why")
        equal(d.post("/v1/screen", b"", LINES).body, b"", "no line")
        r = d.post("/v1/screen?with=x", body, LINES)
        error(r, 400, "invalid_parameter", "a wrong parameter")
        equal(r.headers["content-type"], "application/json; charset=UTF-8", "its type")


@test
def half_a_line_counts_as_a_body_does():
    limits = "limits: {body: 64KiB, body_memory: 1MiB}\n"
    line = b'{"text":"' + b" " * 1500000 + b'a","id":"long"}'
    with Daemon(config=limits) as d:
        r = d.post("/v1/screen", line, LINES)
        error(r, 503, "overloaded", "a line that takes more memory than there may be")
        check(r.headers.get("retry-after"), "when to try again")
        lines = b'{"text":"hello"}\n' * 100000
        r = d.post("/v1/screen", lines, LINES)
        equal((r.status, r.body.count(b"\n")), (200, 100000), "many lines take none")
        r = d.post("/v1/screen", gzip.compress(lines * 10), {**LINES, "Content-Encoding": "gzip"})
        error(r, 413, "too_large", "a few bytes that unpack to very many")


@test
def a_score_is_explained():
    comment = {"id": "x", "text": "You are an idiot and a liar."}
    line = json.dumps(comment).encode()
    with Daemon() as d:
        for query, arguments in [("", []), ("?top=3", ["--top", "3"]), ("?top=0&attribute=spam", ["--top", "0",
                                 "--attributes", "spam"])]:
            equal(d.post("/v1/explain" + query, line, AUTH).body,
                  moderato("explain", "--json", "--output", "jsonl", *arguments, text=line), "explain" + query)
        for query in "?top=x", "?top=-1", "?top=99999999", "?attribute=x":
            error(d.post("/v1/explain" + query, line, AUTH), 400, "invalid_parameter", query)
        error(d.post("/v1/explain", b"{}", AUTH), 400, "invalid_comment", "no text")
        error(d.post("/v1/explain", b"\xff", AUTH), 400, "invalid_json", "not UTF-8")


@test
def an_explanation_is_no_larger_than_other_answers():
    words = random.Random(1)
    text = " ".join("".join(words.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(4000))
    with Daemon() as d:
        for top in "0", "65537":
            error(d.post_json("/v1/explain?top=" + top, {"text": text}, AUTH), 413, "too_large", top)
        r = d.post_json("/v1/explain?top=1000", {"text": text}, AUTH)
        equal((r.status, len(r.json["shares"])), (200, 1000), "the largest of them")


@test
def a_long_text_is_scored_but_not_explained():
    with Daemon() as d:
        for size, explained in (32 * 1024, 200), (32 * 1024 + 1, 413):
            comment = {"text": ("word " * 7000)[:size]}
            for path in "/v1/explain", "/v1/score?with=explain":
                equal(d.post_json(path, comment, AUTH).status, explained, f"{path} of {size} bytes")
            equal(d.post_json("/v1/score?with=spans", comment, AUTH).status, 200, f"a score of {size} bytes")


@test
def the_bundle_is_described():
    with Daemon() as d:
        r = d.get("/v1/bundle", AUTH)
        scores = d.post_json("/v1/score", {"text": "hello"}, AUTH).json["scores"]
        equal([a["name"] for a in r.json["attributes"]], list(scores), "its attributes")
        check(r.json["facts"]["made by"] in r.json["moderato"], "its facts")


def table_of_routes():
    """What the sources say: {path: {methods}}."""
    found = {}
    for file in (root / "tools/serve").glob("routes_*.c"):
        text = file.read_text()
        names = dict(re.findall(r'#define (\w+) "([^"]*)"', text + (root / "tools/serve/openai/openai.h").read_text()))
        for method, path in re.findall(r'\{\s*"\w+",\s*"(GET|POST)",\s*([^,]*),', text):
            parts = re.findall(r'"([^"]*)"|(\w+)', path)
            found.setdefault("".join(literal or names[name] for literal, name in parts), set()).add(method.lower())
    return found


@test
def openapi_has_all_routes():
    with Daemon() as d:
        r = d.get("/openapi.yaml")
        equal((r.status, r.headers["content-type"]), (200, "application/yaml"), "it needs no key")
        check(r.text == (root / "tools/serve/openapi.yaml").read_text(), "it is the file")
    described = {}
    path = None
    for line in r.text[r.text.index("\npaths:"):r.text.index("\ncomponents:")].splitlines():
        if found := re.match(r"  (/\S*):$", line):
            path = described.setdefault(found[1], set())
        elif found := re.match(r"    (get|post|put|delete|patch|head|options):( [*&]\w+)?$", line):
            path.add(found[1])
    routes = table_of_routes()
    models = {p for p in routes if p.startswith("/v1/models/")}
    for p in models:
        del routes[p]
    routes["/v1/models/{model}"] = {"get"}
    check(len(models) > 2, "models have a path")
    equal({k: sorted(v) for k, v in sorted(described.items())}, {k: sorted(v) for k, v in sorted(routes.items())},
          "its paths are those of the table of routes")


VALIDATE = """
import sys, yaml
try:
    from openapi_spec_validator import validate
except ImportError as why:
    sys.exit(f"skip: {why}")
validate(yaml.safe_load(sys.stdin))
"""


@test
def openapi_is_valid():
    document = (root / "tools/serve/openapi.yaml").read_bytes()
    for python in sys.executable, "python3":  # it is no package of Debian: somebody's own Python may have it
        done = subprocess.run([python, "-c", VALIDATE], input=document, stderr=subprocess.PIPE)
        if not done.stderr.startswith(b"skip: "):
            equal((done.returncode, done.stderr), (0, b""), "a validator accepts it")
            return
    skip(done.stderr.decode().strip() + ": pip install openapi-spec-validator")


run()
