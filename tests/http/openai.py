# SPDX-License-Identifier: MIT
"""OpenAI's moderations, by exact requests. clients_openai asks by OpenAI's own client."""
from lib import *

AUTH = {"Authorization": "Bearer " + KEY}
CATEGORIES = ["harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
              "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors", "violence", "violence/graphic"]
COVERED = ["harassment", "harassment/threatening", "hate", "hate/threatening", "violence"]


def ask(d, request, **more):
    return d.post_json("/v1/moderations", request, AUTH, **more)


def policy(text):
    path = work / "policy.yaml"
    path.write_text("version: 1\nrules:\n" + text)
    return "--policy", str(path)


def error(reply, status, param, code, name):
    equal(reply.status, status, name)
    found = reply.json["error"]
    equal(list(found), ["message", "type", "param", "code"], name + ": members")
    equal((found["type"], found["param"], found["code"]), ("invalid_request_error", param, code), name)
    check(found["message"], name + ": a message")
    check(reply.headers.get("x-request-id"), name + ": x-request-id")


@test
def a_text_is_moderated():
    with Daemon(bundle=None) as d:
        r = ask(d, {"input": "I will kill you, you fucking idiot"})
        equal(r.status, 200, "status")
        equal(list(r.json), ["id", "model", "results"], "members")
        check(r.json["id"].startswith("modr-"), "id")
        equal(r.json["model"], "omni-moderation-latest", "model")
        equal(len(r.json["results"]), 1, "results")
        result = r.json["results"][0]
        for member in "categories", "category_scores", "category_applied_input_types":
            equal(list(result[member]), CATEGORIES, member)
        equal(result["category_applied_input_types"], {c: ["text"] if c in COVERED else [] for c in CATEGORIES}, "types")
        scores = result["moderato"]["scores"]
        got = result["category_scores"]
        equal(got["harassment"], max(scores[a] for a in ("insult", "toxicity", "severe_toxicity")), "harassment")
        equal(got["hate"], scores["identity_attack"], "hate")
        equal(got["hate/threatening"], min(scores["identity_attack"], scores["threat"]), "hate/threatening")
        equal((got["harassment/threatening"], got["violence"]), (scores["threat"],) * 2, "threats")
        equal([c for c in CATEGORIES if c not in COVERED and got[c]], [], "the others are 0")
        check(result["flagged"] is True and result["categories"]["harassment"] is True, "flagged")
        check(result["moderato"]["decision"] != "publish", "the decision")
        result = ask(d, {"input": "Thank you, that was kind."}).json["results"][0]
        check(result["flagged"] is False and not any(result["categories"].values()), "a kind text is not")


@test
def flagged_follows_the_policy():
    rules = ("  - {name: always, when: {threat: '>= 0'}, action: hold}\n"
             "  - {name: never, when: {insult: '>= 1.0'}, action: hold}\n"
             "  - {name: list, phrases: [blue moon], action: reject}\n")
    with Daemon(*policy(rules)) as d:
        result = ask(d, {"input": "hello"}).json["results"][0]
        equal([c for c, v in result["categories"].items() if v], ["harassment/threatening", "violence"], "one attribute")
        check(result["flagged"] is True, "flagged by a category")
    with Daemon(*policy(rules.split("\n", 1)[1])) as d:
        result = ask(d, {"input": "once in a blue moon"}).json["results"][0]
        equal([c for c, v in result["categories"].items() if v], [], "no category has phrases")
        check(result["flagged"] is True, "flagged by a list")
        equal(result["moderato"]["decision"], "reject", "the decision says why")
        check(ask(d, {"input": "hello"}).json["results"][0]["flagged"] is False, "another text is not")


@test
def inputs_come_in_every_form():
    with Daemon() as d:
        texts = ["one", "", "You are an idiot", "\u00e9\U0001f600"]
        r = ask(d, {"input": texts, "model": "text-moderation-stable"})
        equal(r.json["model"], "text-moderation-stable", "the model's name is repeated")
        equal([x["moderato"]["scores"] for x in r.json["results"]],
              [ask(d, {"input": text}).json["results"][0]["moderato"]["scores"] for text in texts], "one for each, in order")
        parts = [{"type": "text", "text": "You are"}, {"type": "image_url", "image_url": {"url": "https://x.example/a.png"}},
                 {"type": "text", "text": "an idiot"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,"}}]
        r = ask(d, {"input": parts})
        equal(len(r.json["results"]), 1, "one result for all parts")
        result = r.json["results"][0]
        equal(result["moderato"].pop("images_ignored"), 2, "images are ignored, and it says so")
        equal(result, ask(d, {"input": "You are\nan idiot"}).json["results"][0], "texts are joined")
        result = ask(d, {"input": parts[1:2]}).json["results"][0]
        equal((result["flagged"], result["moderato"]["images_ignored"]), (False, 1), "nothing but an image")
        equal(set(map(tuple, result["category_applied_input_types"].values())), {()}, "nothing was looked at")
        equal(len(ask(d, {"input": ["a"] * 2048}).json["results"]), 2048, "as many as there may be")
        equal(ask(d, {"input": "a", "model": None, "user": "x"}).status, 200, "null, and a member that is not known")


@test
def wrong_requests_are_refused():
    with Daemon() as d:
        for request, param, code in [
                ({}, "input", "missing_required_parameter"), ({"input": None}, "input", "missing_required_parameter"),
                ({"input": []}, "input", "empty_array"), ({"input": 7}, "input", "invalid_type"),
                ({"input": {"type": "text"}}, "input", "invalid_type"), ({"input": [1, 2]}, "input[0]", "invalid_type"),
                ({"input": ["a", [1]]}, "input[1]", "invalid_type"), ({"input": ["a", {}]}, "input[1]", "invalid_type"),
                ({"input": [{"type": "text", "text": "a"}, "b"]}, "input[1]", "invalid_type"),
                ({"input": [{"type": "text"}]}, "input[0]", "invalid_value"),
                ({"input": [{"type": "text", "text": 1}]}, "input[0]", "invalid_value"),
                ({"input": [{"type": "audio", "text": "a"}]}, "input[0]", "invalid_value"),
                ({"input": "a", "model": 1}, "model", "invalid_type"), ({"input": "a", "model": ""}, "model", "invalid_value"),
                ({"input": "a", "model": "m" * 200}, "model", "invalid_value"),
                ({"input": ["a"] * 2049}, "input", "array_above_max_length"),
                ({"input": "a" * 262145}, "input", "string_above_max_length"),
                ({"input": ["", "a" * 262145]}, "input[1]", "string_above_max_length"),
                ({"input": [{"type": "text", "text": "a" * 200000}] * 2}, "input[1]", "string_above_max_length")]:
            error(ask(d, request), 400, param, code, str(request)[:60])
        for body in b"", b"[]", b"{", b'{"input":"a"} b', b'{"input":"\xff"}', b'{"input":"\\ud800"}', b"{'input':'a'}":
            error(d.post("/v1/moderations", body, AUTH), 400, None, None, repr(body))
        error(d.post("/v1/moderations", b" " * 3000000, AUTH), 413, None, None, "too large")


@test
def keys_are_asked_for():
    with Daemon() as d:
        error(d.post("/v1/moderations", b'{"input":"a"}'), 401, None, None, "no key")
        r = d.post("/v1/moderations", b'{"input":"a"}', {"Authorization": "Bearer sk-wrong"})
        error(r, 401, None, "invalid_api_key", "a wrong key")
        check("sk-wrong" not in r.text, "the key is not repeated")
        error(d.get("/v1/moderations", AUTH), 405, None, "method_not_supported", "another method")


@test
def models_are_listed():
    with Daemon() as d:
        r = d.get("/v1/models", AUTH)
        equal((r.status, r.json["object"]), (200, "list"), "the list")
        names = [model["id"] for model in r.json["data"]]
        check("omni-moderation-latest" in names, "the usual one")
        for model in r.json["data"]:
            equal(d.get("/v1/models/" + model["id"], AUTH).json, model, model["id"])
        equal(d.get("/v1/models/x", AUTH).status, 404, "another one")
        equal(d.get("/v1/models").status, 401, "no key")


run()
