# SPDX-License-Identifier: MIT
"""Coral's external moderation phase."""
import hashlib
import hmac

from lib import *

SECRETS = "coral: {secrets: [first secret, second secret]}\n"


def body_of(text, role="COMMENTER", action="NEW", **more):
    """A request as Coral writes it: indented by two."""
    return json.dumps({"action": action, "comment": {"body": text, "parentID": None},
                       "author": {"id": "author-1", "role": role}, "story": {"id": "story-1", "url": "https://x.example/1"},
                       "site": {"id": "site-1"}, "tenantID": "tenant-1", "tenantDomain": "coral.example", **more},
                      indent=2).encode()


def sign(body, *secrets):
    return ",".join("sha256=" + hmac.new(s.encode(), body, hashlib.sha256).hexdigest() for s in secrets)


def moderate(d, body, signature=None):
    return d.post("/coral/moderate", body, {"Content-Type": "application/json", "User-Agent": "Coral Moderation/9.11.8",
                                            "X-Coral-Signature": sign(body, KEY) if signature is None else signature})


def policy(rules):
    path = work / "policy.yaml"
    path.write_text("version: 1\nrules:\n" + rules)
    return "--policy", str(path)


@test
def decisions_become_opinions():
    rules = ("  - {name: a, when: {spam: '>= 0'}, phrases: [spammy], action: hold}\n"
             "  - {name: b, when: {insult: '>= 0'}, phrases: [nasty], action: hold}\n"
             "  - {name: c, when: {insult: '>= 0'}, phrases: [vile], action: reject}\n"
             "  - {name: d, when: {spam: '>= 0'}, phrases: [junk], action: reject}\n"
             "  - {name: e, phrases: [listed], action: hold}\n"
             "  - {name: f, phrases: [banned], action: reject}\n")
    toxic = {"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}
    spam = {"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}
    with Daemon(*policy(rules)) as d:
        for text, actions, status in [("spammy", [spam], "SYSTEM_WITHHELD"), ("nasty", [toxic], "SYSTEM_WITHHELD"),
                                      ("spammy nasty", [toxic, spam], "SYSTEM_WITHHELD"), ("vile", [toxic], "REJECTED"),
                                      ("junk", [spam], "REJECTED"), ("listed", [], "PREMOD"), ("banned", [], "REJECTED"),
                                      ("<p>listed</p>", [], "PREMOD")]:
            for action in "NEW", "EDIT":
                r = moderate(d, body_of(text, action=action))
                equal((r.status, r.json), (200, {"actions": actions, "status": status}), f"{action} {text}")
        for text in "kind", "", "unl<b>is</b>ted":
            r = moderate(d, body_of(text))
            equal((r.status, r.body), (204, b""), text)
        r = moderate(d, body_of("a" * 270000))
        equal((r.status, r.json), (200, {"actions": [], "status": "PREMOD"}), "one that is too long to be scored")


@test
def people_of_the_site_are_trusted():
    with Daemon(*policy("  - {name: all, when: {length: '>= 0'}, action: reject}\n")) as d:
        for role in "STAFF", "MODERATOR", "ADMIN":
            equal(moderate(d, body_of("x", role)).status, 204, role)
        for role in "COMMENTER", "MEMBER", "staff", None, 7:
            equal(moderate(d, body_of("x", role)).status, 200, role)


@test
def signatures_are_checked():
    body = body_of("hello")
    good = sign(body, KEY)
    wrong = sign(body, "wrong")
    with Daemon() as d:
        for signature in good, f"{wrong},{good}", f"{good},{wrong}", f"sha512=00,{good}", good + ",", f" {good} , {wrong}", \
                "sha256=" + good[7:].upper():
            equal(moderate(d, body, signature).status, 204, signature)
        for signature in "", wrong, good[7:], good[:-1], good + "0", "sha256=", f"{wrong},{wrong}", "sha1=" + good[7:], "," * 50:
            r = moderate(d, body, signature)
            equal((r.status, list(r.json)), (401, ["error"]), repr(signature))
        equal(d.post("/coral/moderate", body).status, 401, "no signature")
        equal(moderate(d, body + b" ", good).status, 401, "another body")
        equal(d.post("/coral/moderate", body, {"Authorization": "Bearer " + KEY}).status, 401, "a key is no signature")


@test
def any_secret_of_the_configuration_will_do():
    body = body_of("hello")
    with Daemon(config=SECRETS, keys=[]) as d:
        for secrets in ["first secret"], ["second secret"], ["retired", "second secret"]:
            equal(moderate(d, body, sign(body, *secrets)).status, 204, secrets)
        for secrets in [KEY], ["first"], [""]:
            equal(moderate(d, body, sign(body, *secrets)).status, 401, secrets)


@test
def what_is_no_request_is_refused():
    with Daemon() as d:
        for body in b"", b"[]", b"{", b"null", b"{}", b'{"comment":{}}', b'{"comment":"x"}', b'{"comment":{"body":null}}', \
                b'{"comment":{"body":7}}', b'{"comment":{"body":"\xff"}}', b'{"comment":{"body":"a"}} x', \
                b'{"comment":{"body":"a"},"author":{"id":}}':
            r = moderate(d, body)
            equal((r.status, list(r.json)), (400, ["error"]), repr(body))
        for body in b'{"comment":{"body":"a"}}', b'{"comment":{"body":"a"},"author":null,"story":7,"more":[{}]}':
            equal(moderate(d, body).status, 204, repr(body))
        equal(d.get("/coral/moderate").status, 405, "another method")


@test
def an_id_is_not_judged_as_a_name():
    with Daemon() as d:
        ids = ("", "author-1", "6f1c0d2e-9a4b-4c55-8b1e-3d2f7a90c1b4")
        answers = {moderate(d, body_of("Interesting, thanks.", author={"id": i, "role": "COMMENTER"})).status for i in ids}
        equal(answers, {204}, "whoever writes it")


run()
