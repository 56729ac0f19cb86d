# SPDX-License-Identifier: MIT
"""Perspective's protocol: the documents' examples key by key, every error, spans, languages, attributes,
feedback and the discovery document."""
from lib import *

ANALYZE = "/v1alpha1/comments:analyze?key=" + KEY
SUGGEST = "/v1alpha1/comments:suggestscore?key=" + KEY
TYPE = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
PROBABILITY = {"value": 0.5, "type": "PROBABILITY"}


def request(text="you are an idiot", attributes=("TOXICITY",), **more):
    return {"comment": {"text": text}, "requestedAttributes": {name: {} for name in attributes}, **more}


def ask(d, **more):
    return d.post_json(ANALYZE, request(**more))


def shape(documented, got, place="answer", more=()):
    """Everything that the documents show is there, of the same type, and nothing else but `more`."""
    if isinstance(documented, dict):
        if not isinstance(got, dict):
            return [f"{place} is no object"]
        wrong = [f"{place}.{key} is missing" for key in documented if key not in got]
        wrong += [f"{place}.{key} is not documented" for key in got if key not in documented and key not in more]
        return wrong + [w for key in documented if key in got
                        for w in shape(documented[key], got[key], f"{place}.{key}", more)]
    if isinstance(documented, list):
        if not isinstance(got, list) or bool(got) != bool(documented):
            return [f"{place} is {got!r}"]
        return [w for i, item in enumerate(got) for w in shape(documented[0], item, f"{place}[{i}]", more)]
    number = isinstance(documented, float)
    same = isinstance(got, (int, float)) and not isinstance(got, bool) if number else type(got) is type(documented)
    return [] if same else [f"{place} is {got!r}"]


def same_shape(documented, got, name, more=()):
    wrong = shape(documented, got, more=more)
    check(not wrong, name, "; ".join(wrong))


# What Perspective's own documents show. Its answers today have more than the older pages say: spans
# for the whole text, and the languages that were detected.
NEWER = ("spanScores", "detectedLanguages")
SUMMARY = {"attributeScores": {"TOXICITY": {"summaryScore": {"value": 0.92, "type": "PROBABILITY"}}}, "languages": ["en"]}
NODE = {"attributeScores": {"TOXICITY": {
    "spanScores": [{"score": {"value": 0.44, "type": "PROBABILITY"}}],
    "summaryScore": {"value": 0.44, "type": "PROBABILITY"}}}, "languages": ["en"]}
SPANS = {"attributeScores": {
    name: {"spanScores": [{"begin": 0, "end": 31, "score": {"value": 0.52, "type": "PROBABILITY"}},
                          {"begin": 32, "end": 56, "score": {"value": 0.91, "type": "PROBABILITY"}}],
           "summaryScore": {"value": 0.69, "type": "PROBABILITY"}} for name in ("TOXICITY", "UNSUBSTANTIAL")},
    "languages": ["en"]}
CURL = b"""{comment: {text: "what kind of idiot name is foo?"},
       languages: ["en"],
       requestedAttributes: {TOXICITY:{}} }"""
SUGGESTION = b"""{
  "comment": {
    "text": "I guess it comes down a simple choice: Get busy living, or get busy dying."
  },
  "attributeScores": {
    "TOXICITY": {
      "summaryScore": {
        "value": 0
      }
    },
  },
  "communityId": "/forum/movies",
  "clientToken": "comment-53922"
}"""


@test
def documented_examples_have_the_documented_shape():
    with Daemon() as d:
        r = d.post(ANALYZE, CURL, {"Content-Type": "application/json"})
        equal((r.status, r.headers["content-type"]), (200, "application/json; charset=UTF-8"), "curl's sample")
        same_shape(SUMMARY, r.json, "curl's sample", NEWER)
        r = d.post(ANALYZE, json.dumps({
            "comment": {"text": "what kind of idiot name is foo?"}, "languages": ["en"],
            "requestedAttributes": {"TOXICITY": {}}}).encode())
        same_shape(SUMMARY, r.json, "Python's sample, which names no content type", NEWER)
        r = d.post_json(ANALYZE, {"comment": {"text": "what kind of idiot name is foo?"},
                                  "requestedAttributes": {"TOXICITY": {}}})
        same_shape(NODE, r.json, "Node's sample", ("begin", "end", "detectedLanguages"))
        for more in ({}, {"spanAnnotations": True}):
            r = d.post_json(ANALYZE, {
                "comment": {"text": "What kind of idiot name is foo? Sorry, I like your name."}, "languages": ["en"],
                "requestedAttributes": {"TOXICITY": {}, "UNSUBSTANTIAL": {}}, **more})
            same_shape(SPANS, r.json, "the example of AnalyzeComment", ("detectedLanguages",))
        equal([(s["begin"], s["end"]) for s in r.json["attributeScores"]["TOXICITY"]["spanScores"]],
              [(0, 31), (32, 56)], "the spans of the example")
        r = d.post(SUGGEST, SUGGESTION)
        equal(r.status, 200, "the example of SuggestCommentScore")
        same_shape({"clientToken": ""}, r.json, "the example of SuggestCommentScore", NEWER)
        equal(r.json["clientToken"], "comment-53922", "its token")


@test
def answers_have_every_documented_field():
    with Daemon() as d:
        r = d.post_json(ANALYZE, {
            "comment": {"text": "Hi there. You idiot!", "type": "PLAIN_TEXT"},
            "context": {"entries": [{"text": "before", "type": "PLAIN_TEXT"}]},
            "requestedAttributes": {"TOXICITY@6": {"scoreType": "PROBABILITY", "scoreThreshold": 0}, "SPAM": {}},
            "spanAnnotations": True, "languages": ["en", "en-GB"], "doNotStore": True, "clientToken": "t",
            "sessionId": "s", "communityId": "c"})
        score = {"value": 0.5, "type": "PROBABILITY"}
        attribute = {"spanScores": [{"begin": 0, "end": 9, "score": score}], "summaryScore": score}
        same_shape({"attributeScores": {"TOXICITY@6": attribute, "SPAM": attribute}, "languages": ["en"],
                    "detectedLanguages": ["en"], "clientToken": "t"}, r.json, "all fields")
        equal(list(r.json["attributeScores"]), ["TOXICITY@6", "SPAM"], "in the order of the request, with versions")
        equal(r.json["languages"], ["en", "en-GB"], "languages")
        again = d.post_json(ANALYZE, {
            "comment": {"text": "Hi there. You idiot!", "type": "TEXT_TYPE_UNSPECIFIED"},
            "context": {"article_and_parent_comment": {"article": {"text": "a"}, "parent_comment": {"text": "b"}}},
            "requested_attributes": {"TOXICITY@6": {"score_type": 1, "score_threshold": "0"}, "SPAM": None},
            "span_annotations": True, "languages": ["en", "en-GB"], "do_not_store": True, "client_token": "t",
            "session_id": "s", "community_id": "c"})
        equal(again.json, r.json, "in snake case")
        bare = d.post_json("/comments:analyze?key=" + KEY, request())
        equal(bare.json, ask(d).json, "without the version, as Coral asks")
        for headers in ({"X-Goog-Api-Key": KEY}, {"Authorization": "Bearer " + KEY}):
            equal(d.post_json("/v1alpha1/comments:analyze", request(), headers).status, 200, f"the key in {headers}")


@test
def the_form_of_an_answer_can_be_chosen():
    with Daemon() as d:
        r = ask(d)
        check(r.text.startswith('{\n  "attributeScores": {\n    "TOXICITY": {\n      "spanScores": [\n        {\n'
                                '          "begin": 0,\n'), "indented by default", r.text[:200])
        check(r.text.endswith("\n}\n"), "with a line end")
        compact = d.post_json(ANALYZE + "&prettyPrint=false", request())
        equal(compact.text, json.dumps(r.json, separators=(",", ":")), "compact")
        for query in ("alt=json", "alt=media", "alt=proto", "callback=f", "quotaUser=u", "uploadType=media",
                      "upload_protocol=raw", "access_token=x", "oauth_token=x", "$.xgafv=2", "%24.xgafv=1", "unknown=1"):
            equal(d.post_json(ANALYZE + "&" + query, request()).text, r.text, "ignored: " + query)
        fields = "&fields=attributeScores(TOXICITY/summaryScore),languages"
        score = r.json["attributeScores"]["TOXICITY"]["summaryScore"]
        equal(d.post_json(ANALYZE + fields, request()).json,
              {"attributeScores": {"TOXICITY": {"summaryScore": score}}, "languages": ["en"]}, "fields")
        e = d.post_json(ANALYZE + "&fields=scores", request()).json["error"]
        equal(e["message"], "Error expanding 'fields' parameter. Cannot find matching fields for path 'scores'.", "no field")
        equal(d.post_json(SUGGEST + "&fields=clientToken", {"comment": {"text": "hi"}, "clientToken": "t", "attributeScores": {
            "SPAM": {"summaryScore": {"value": 0}}}}).json, {"clientToken": "t"}, "fields of the other method")
        e = d.post_json(ANALYZE + "&$.xgafv=1", request(text="")).json["error"]
        equal(e["errors"], [{"message": "Comment must be non-empty.", "domain": "global", "reason": "badRequest"}],
              "errors in the older form")
        check("errors" not in ask(d, text="").json["error"], "only then")


def error(status, message, error_type=None, code="INVALID_ARGUMENT", **more):
    e = {"code": status, "message": message, "status": code}
    if error_type:
        e["details"] = [{"@type": TYPE, "errorType": error_type, **more}]
    return {"error": e}


def refused(d, body, wanted, name, path=ANALYZE):
    r = d.post(path, body if isinstance(body, bytes) else json.dumps(body).encode())
    equal((r.status, r.json), (wanted["error"]["code"], wanted), name)


@test
def errors_are_perspectives():
    with Daemon() as d:
        both = {"entries": [{"text": "a"}], "articleAndParentComment": {"article": {"text": "b"}}}
        for name, body, wanted in (
            ("no text", request(text=""), error(400, "Comment must be non-empty.", "COMMENT_EMPTY")),
            ("no comment", {"requestedAttributes": {"TOXICITY": {}}},
             error(400, "Comment must be non-empty.", "COMMENT_EMPTY")),
            ("20,481 bytes", request(text="\u00e9" * 10240 + "e"), error(400, "Comment text too long.", "COMMENT_TOO_LONG")),
            ("no attributes", {"comment": {"text": "hi"}},
             error(400, "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES")),
            ("an unknown attribute", request(attributes=("TOXICITY", "NICE", "NICER")),
             error(400, "Unknown requested attribute: NICE", "INVALID_REQUEST")),
            ("an attribute that is not served", request(attributes=("SEXUALLY_EXPLICIT",)),
             error(400, "Unknown requested attribute: SEXUALLY_EXPLICIT", "INVALID_REQUEST")),
            ("a language", request(languages=["om", "en", "tr"]),
             error(400, "Attribute TOXICITY does not support request languages: om, tr",
                   "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
                   languageNotSupportedByAttributeError={"requestedLanguages": ["om", "tr"], "attribute": "TOXICITY"})),
            ("a language that is detected",
             request(text="Bu gerçekten çok aptalca bir öneri, insan nasıl böyle bir şey yazabilir"),
             error(400, "Attribute TOXICITY does not support request languages: tr", "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
                   languageNotSupportedByAttributeError={"detectedLanguages": ["tr"], "attribute": "TOXICITY"})),
            ("no language", request(text="12345 \U0001F600"),
             error(400, "Unable to detect language", "LANGUAGE_DETECTION_FAILED")),
            ("HTML", {**request(), "comment": {"text": "a", "type": "HTML"}},
             error(400, "Currently, only 'PLAIN_TEXT' comments are supported", "INVALID_REQUEST")),
            ("another type", {**request(), "comment": {"text": "a", "type": "RTF"}},
             error(400, "Unknown text type", "INVALID_REQUEST")),
            ("another score type", {**request(), "requestedAttributes": {"SPAM": {"scoreType": "STD_DEV_SCORE"}}},
             error(400, "Requested score type STD_DEV_SCORE is not supported by attribute SPAM", "INVALID_REQUEST")),
            ("two contexts", request(context=both),
             error(400, "Context can have either entries or article_and_parent_comment, but both fields were populated.",
                   "INVALID_REQUEST")),
            ("no JSON", b"comment=hi", error(400, "Invalid JSON payload received. Root element must be a message, at byte 1")),
            ("broken JSON", b'{"comment": {"text": "hi"}',
             error(400, "Invalid JSON payload received. Unexpected end of string, at byte 27")),
            ("no UTF-8", b'{"comment": {"text": "\xff"}}',
             error(400, "Invalid JSON payload received. Encountered non UTF-8 code points, at byte 23")),
        ):
            refused(d, body, wanted, name)
        e = d.post_json(ANALYZE, {"comment": {"text": 5}}).json["error"]
        equal((e["code"], e["message"]), (400, "Invalid value at 'comment.text' (TYPE_STRING), 5"), "a wrong type")
        equal(e["details"][0]["fieldViolations"][0]["field"], "comment.text", "its field")
        equal(ask(d, text="\u00e9" * 10240).status, 400, "20,480 bytes are read, and are no English")
        equal(ask(d, text="hi " * 6826 + "ok").status, 200, "20,480 bytes")


@test
def errors_of_the_key_are_googles():
    with Daemon() as d:
        info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID",
                "domain": "googleapis.com", "metadata": {"service": "commentanalyzer.googleapis.com"}}
        r = d.post_json("/v1alpha1/comments:analyze?key=000000000000", request())
        equal((r.status, r.json), (400, {"error": {
            "code": 400, "message": "API key not valid. Please pass a valid API key.", "status": "INVALID_ARGUMENT",
            "details": [info]}}), "a wrong key")
        r = d.post_json("/v1alpha1/comments:analyze", request())
        equal((r.status, r.json["error"]["status"]), (403, "PERMISSION_DENIED"), "no key")
        check(r.json["error"]["message"].startswith("Method doesn't allow unregistered callers"), "its message", r.text)
        r = d.get("/v1alpha1/comments:analyze?key=" + KEY)
        equal((r.status, r.json["error"]["code"]), (405, 405), "another method")
    one = "keys:\n- {name: a, hash: \"%s\", rate: 1/minute}\n" % key_hash(KEY)
    with Daemon(config=one, keys=[]) as d:
        equal(ask(d).status, 200, "the first request")
        r = ask(d)
        equal((r.status, r.json["error"]["status"]), (429, "RESOURCE_EXHAUSTED"), "the second")
        first, help_ = r.json["error"]["details"]
        equal((first["reason"], first["metadata"]["quota_limit_value"]), ("RATE_LIMIT_EXCEEDED", "1"), "its details")
        equal(help_["@type"], "type.googleapis.com/google.rpc.Help", "and where to ask")
        check(int(r.headers["retry-after"]) > 0, "Retry-After")


def key_hash(key):
    import hashlib
    return "sha256:" + hashlib.sha256(b"moderato:" + key.encode()).hexdigest()


@test
def relaxed_json_is_taken():
    with Daemon() as d:
        strict = ask(d).json
        for body in (b"{comment:{text:'you are an idiot'},requestedAttributes:{TOXICITY:{}}}",
                     b'{"comment":{"text":"you are an idiot",},"requestedAttributes":{"TOXICITY":{},},}',
                     b'\xef\xbb\xbf{"comment":{"text":"you are an idiot"},"requestedAttributes":{"TOXICITY":{}}}',
                     b'{"comment":{"text":"you are an id\\iot"},"requestedAttributes":{"TOXICITY":{}}}'):
            equal(d.post(ANALYZE, body).json, strict, body.decode())
        r = d.post(ANALYZE, b'{"comment":{"text":"two\nlines \\ud83d"},"requestedAttributes":{"TOXICITY":{}}}')
        equal(r.json["attributeScores"]["TOXICITY"]["spanScores"][0]["end"], 11, "a line end, and half an emoji")


@test
def spans_are_in_utf_16_units():
    def cut(text, spans):
        units = text.encode("utf-16-le")
        return [units[2 * s["begin"]:2 * s["end"]].decode("utf-16-le") for s in spans]

    with Daemon() as d:
        for text, sentences in (
            ("Hi there", ["Hi there"]),
            ("\U0001F600 Hi you. You \U0001F600\U0001F600 idiot!  Caf\u00e9 \u20ac? Ok",
             ["\U0001F600 Hi you.", "You \U0001F600\U0001F600 idiot!", "Caf\u00e9 \u20ac?", "Ok"]),
            ("  You know the Dr. Smith from http://x.example/a.b?c, do you? \n\n Yes.\n",
             ["You know the Dr. Smith from http://x.example/a.b?c, do you?", "Yes."]),
        ):
            r = ask(d, text=text, attributes=("INSULT", "SPAM"), spanAnnotations=True).json
            for name in ("INSULT", "SPAM"):
                equal(cut(text, r["attributeScores"][name]["spanScores"]), sentences, "sentences of " + text)
            whole = ask(d, text=text, attributes=("INSULT",)).json["attributeScores"]["INSULT"]
            equal(cut(text, whole["spanScores"]), [text], "one span for all of it")
            equal(whole["spanScores"][0]["score"], whole["summaryScore"], "with the score of all of it")
        r = ask(d, text="I like your garden. You are an idiot and a moron.", attributes=("INSULT",), spanAnnotations=True)
        nice, rude = (s["score"]["value"] for s in r.json["attributeScores"]["INSULT"]["spanScores"])
        check(nice < 0.5 < rude, "each sentence has its own score", (nice, rude))
        r = ask(d, text="a. " * 6826, attributes=("INSULT",), spanAnnotations=True, languages=["en"])
        spans = r.json["attributeScores"]["INSULT"]["spanScores"]
        equal((len(spans), spans[-1]["end"]), (256, 3 * 6826), "256 spans at most, the last one to the end")
        for n, wanted in ((16, 256), (17, 240), (64, 64)):
            names = [f"INSULT@{i}" for i in range(n)]
            r = ask(d, text="a. " * 6826, attributes=names, spanAnnotations=True, languages=["en"])
            got = {len(a["spanScores"]) for a in r.json["attributeScores"].values()}
            check(got == {wanted} and len(r.body) < 1 << 20, f"spans of {n} attributes", (got, len(r.body)))


@test
def scores_below_the_threshold_are_left_out():
    with Daemon() as d:
        text = "I like your garden very much. You are an idiot and a moron."
        all_ = d.post_json(ANALYZE, request(text=text, spanAnnotations=True)).json["attributeScores"]["TOXICITY"]
        values = [s["score"]["value"] for s in all_["spanScores"]]
        summary = all_["summaryScore"]["value"]

        def above(threshold):
            return d.post_json(ANALYZE, {**request(text=text, spanAnnotations=True), "requestedAttributes": {
                "TOXICITY": {"scoreThreshold": threshold}}}).json["attributeScores"]["TOXICITY"]
        equal(above(0), all_, "above 0 is everything")
        equal(above(1.1), {}, "above 1 is nothing, but the attribute is there")
        some = above(summary)
        equal(some["summaryScore"], all_["summaryScore"], "a score that is the threshold")
        equal([s["score"]["value"] for s in some["spanScores"]], [v for v in values if v >= summary], "its spans")


@test
def languages_are_detected_or_scored_anyway():
    with Daemon() as d:
        for text in ("lol", "ok \U0001F600", "thx m8"):
            r = ask(d, text=text)
            equal((r.status, r.json.get("languages"), r.json.get("detectedLanguages")), (200, ["en"], ["en"]),
                  "too little to tell: " + text)
        equal(ask(d, text="wie kann man nur so dumm sein", languages=["en"]).json["detectedLanguages"], ["de"],
              "what was asked for counts, and what was detected is said")
        for code in "ar cs de en es fr hi hi-Latn id it ja ko nl pl pt pt-BR ru sv zh zh-Hant".split():
            equal(ask(d, languages=[code]).status, 200, "a language of Perspective: " + code)
        r = ask(d, text="Das ist doch ein ganz dummer Vorschlag, wie kann man nur so etwas schreiben")
        equal((r.status, r.json["languages"], r.json["detectedLanguages"]), (200, ["de"], ["de"]), "one that is detected")
    with Daemon(config="perspective: {languages: [de, en-GB]}\n") as d:
        r = ask(d, text="Das ist doch ein ganz dummer Vorschlag, wie kann man nur so etwas schreiben")
        equal((r.status, r.json["languages"]), (200, ["de"]), "a language of the configuration")
        equal(ask(d, languages=["de-CH", "en-gb"]).status, 200, "and what belongs to it")
        equal(ask(d, languages=["en"]).status, 400, "but not what it belongs to")
        equal(ask(d, text="lol").json["languages"], ["de"], "too little to tell is the first")
    with Daemon(config="perspective: {unsupported_languages: score}\n") as d:
        r = ask(d, text="Bu gerçekten çok aptalca bir öneri, insan nasıl böyle bir şey yazabilir")
        equal((r.status, r.json["languages"], r.json["detectedLanguages"]), (200, ["tr"], ["tr"]), "scored anyway")
        equal(ask(d, languages=["om"]).json["languages"], ["om"], "any that is named")
        r = ask(d, text="12345")
        equal((r.status, r.json["languages"], r.json.get("detectedLanguages")), (200, ["und"], None), "none")


@test
def attributes_that_are_nearly_the_same_are_served():
    with Daemon() as d:
        pairs = {"TOXICITY_EXPERIMENTAL": "TOXICITY", "SEVERE_TOXICITY_EXPERIMENTAL": "SEVERE_TOXICITY",
                 "IDENTITY_ATTACK_EXPERIMENTAL": "IDENTITY_ATTACK", "INSULT_EXPERIMENTAL": "INSULT",
                 "PROFANITY_EXPERIMENTAL": "PROFANITY", "THREAT_EXPERIMENTAL": "THREAT", "TOXICITY_FAST": "TOXICITY",
                 "OBSCENE": "PROFANITY", "ATTACK_ON_COMMENTER": "INSULT", "ATTACK_ON_AUTHOR": "INSULT",
                 "INFLAMMATORY": "TOXICITY"}
        own = ["TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT", "SPAM"]
        names = own + list(pairs) + ["LIKELY_TO_REJECT", "UNSUBSTANTIAL"]
        got = {name: s["summaryScore"]["value"]
               for name, s in ask(d, attributes=names).json["attributeScores"].items()}
        equal(list(got), names, "all of them")
        for name, same in pairs.items():
            equal(got[name], got[same], f"{name} is {same}")
        equal(got["LIKELY_TO_REJECT"], max(got[name] for name in own), "LIKELY_TO_REJECT is the largest")
        long = ask(d, text="so this is a comment of many words, which goes on and on, for as long as it likes",
                   attributes=("UNSUBSTANTIAL",)).json["attributeScores"]["UNSUBSTANTIAL"]["summaryScore"]["value"]
        check(long < 0.1 < 0.7 < got["UNSUBSTANTIAL"], "UNSUBSTANTIAL is short", (long, got["UNSUBSTANTIAL"]))
        table = (root / "tools/serve/README.md").read_text()
        for name in names:
            check(f"`{name}`" in table, "the page has " + name)
    with Daemon(config="perspective: {unknown_attributes: ignore, unknown_fields: refuse}\n") as d:
        r = ask(d, attributes=("FLIRTATION", "TOXICITY", "NICE@1"))
        equal((r.status, list(r.json["attributeScores"])), (200, ["TOXICITY"]), "others are left out")
        refused(d, request(attributes=("FLIRTATION", "NICE")),
                error(400, "Unknown requested attribute: FLIRTATION", "INVALID_REQUEST"), "but one must be known")
        e = d.post_json(ANALYZE, request(html=True)).json["error"]
        equal(e["message"], 'Invalid JSON payload received. Unknown name "html": Cannot find field.', "an unknown field")


@test
def suggestions_are_answered():
    with Daemon() as d:
        scores = {"TOXICITY": {"summaryScore": {"value": 1}}}
        coral = {"comment": {"text": "you are an idiot"}, "context": {"entries": [{"text": json.dumps(
            {"url": "https://x.example/", "reply_to_id_Coral_comment_id": "1", "Coral_comment_id": "2"})}]},
            "attributeScores": scores, "languages": ["en"], "communityId": "Coral:https://x.example",
            "clientToken": "comment:2"}
        r = d.post_json(SUGGEST, coral)
        equal((r.status, r.json.get("clientToken"), r.json.get("requestedLanguages")), (200, "comment:2", ["en"]), "Coral")
        equal(d.post_json("/comments:suggestscore?key=" + KEY, coral).json, r.json, "without the version")

        def suggest(scores):
            return {"comment": {"text": "hi"}, "attributeScores": scores}
        for name, body, message in (
            ("no scores", {"comment": {"text": "hi"}}, "Missing attribute_scores"),
            ("no attribute", suggest({}), "Missing attribute_scores"),
            ("an empty attribute", suggest({"SPAM": {}}),
             "Attribute score of SPAM is empty: neither summary_score nor span_scores are set"),
            ("no value", suggest({"SPAM": {"summaryScore": {"type": "PROBABILITY"}}}),
             "Attribute score of SPAM: a score has no value"),
            ("a span without an end", suggest({"SPAM": {"spanScores": [{"begin": 0, "score": {"value": 1}}]}}),
             "Attribute score of SPAM: a span has no begin or no end"),
            ("an unknown attribute", suggest({"NICE": {"summaryScore": {"value": 1}}}),
             "Unknown requested attribute: NICE"),
        ):
            refused(d, body, error(400, message, "INVALID_REQUEST"), name, SUGGEST)
        refused(d, {"attributeScores": scores}, error(400, "Comment must be non-empty.", "COMMENT_EMPTY"), "no text", SUGGEST)


@test
def feedback_is_kept_for_training():
    path = Path(work) / "feedback.jsonl"

    def suggest(d, value, token="comment:1", attribute="TOXICITY", **more):
        body = {"comment": {"text": "hi"}, "attributeScores": {attribute: {"summaryScore": {"value": value}}}, **more}
        if token:
            body["clientToken"] = token
        return d.post_json(SUGGEST, body).status

    def lines():
        return [json.loads(line) for line in path.read_text().splitlines()]
    with Daemon(config=f"feedback: {path}\n") as d:
        equal(suggest(d, 1, communityId="Coral:x", languages=["en"]), 200, "a suggestion")
        equal(lines(), [{"id": "comment:1", "text": "hi", "lang": "en", "labels": {"toxicity": 1},
                         "source": "perspective", "community": "Coral:x"}], "is a labelled comment")
        suggest(d, 1, communityId="Coral:x", languages=["en"])
        equal(len(lines()), 1, "a repeat is not written again")
        suggest(d, 0, communityId="Coral:x", languages=["en"])
        equal([line["labels"]["toxicity"] for line in lines()], [1, 0], "a moderator thought again")
        suggest(d, 0.2, token=None, attribute="OBSCENE")
        suggest(d, 0.2, token=None, attribute="OBSCENE")
        equal(lines()[2:], [{"id": lines()[2]["id"], "text": "hi", "labels": {"profanity": 0}, "source": "perspective"}],
              "without a token the text is the name")
        suggest(d, 1, token="2", attribute="LIKELY_TO_REJECT")
        suggest(d, 1, token="3", doNotStore=True)
        equal(len(lines()), 3, "no label, or not to be stored")
        equal(path.stat().st_mode & 0o777, 0o600, "for the daemon's eyes only")
    with Daemon(config=f"feedback: {path}\n") as d:
        suggest(d, 0, communityId="Coral:x", languages=["en"])
        equal(len(lines()), 3, "a repeat after a restart")
    with Daemon(config="feedback: /dev/full\n") as d:
        r = d.post(SUGGEST, SUGGESTION)
        equal((r.status, r.json["error"]["status"]), (503, "UNAVAILABLE"), "a full disk is said")
        equal(ask(d).status, 200, "and nothing else fails")
    with Daemon() as d:
        equal(suggest(d, 1), 200, "kept nowhere unless a file is named")


@test
def the_discovery_document_names_this_daemon():
    with Daemon() as d:
        address = f"http://127.0.0.1:{d.port}/"
        r = d.get("/$discovery/rest?version=v1alpha1")
        doc = r.json
        equal((r.status, doc["rootUrl"], doc["baseUrl"], doc["servicePath"]), (200, address, address, ""), "its address")
        equal((doc["name"], doc["version"], doc["kind"]), ("commentanalyzer", "v1alpha1", "discovery#restDescription"), "its name")
        methods = doc["resources"]["comments"]["methods"]
        for name in ("analyze", "suggestscore"):
            m = methods[name]
            equal((m["httpMethod"], m["path"]), ("POST", "v1alpha1/comments:" + name), name)
            for kind in ("request", "response"):
                check(m[kind]["$ref"] in doc["schemas"], f"the schema of its {kind}")
            equal(d.post_json("/" + m["path"] + "?key=" + KEY, {}).status, 400, "its path is served")
        refs = set()

        def walk(value):
            if isinstance(value, dict):
                refs.update([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
                value = list(value.values())
            if isinstance(value, list):
                for v in value:
                    walk(v)
        walk(doc)
        equal(refs, set(doc["schemas"]), "every schema is referred to, and there")
        for path in ("/discovery/v1/apis/commentanalyzer/v1alpha1/rest", "/$discovery/rest", "/%24discovery/rest?version=v1alpha1",
                     "/$discovery/rest?version=v1alpha1&key=" + KEY):
            equal(d.get(path).json, doc, path)
        head = d.request("HEAD", "/$discovery/rest?version=v1alpha1")
        equal((head.status, head.body, head.headers["content-length"]), (200, b"", str(len(r.body))), "HEAD")
        equal(d.get("/$discovery/rest?version=v1alpha1&prettyPrint=false").json, doc, "compact")
        equal(d.get("/$discovery/rest?version=v2").status, 404, "another version")
        for host, root_url in (("scores.example", "http://scores.example/"), ("a.b-c.example:8080", "http://a.b-c.example:8080/"),
                               ("[::1]:80", "http://[::1]:80/"), ("127.0.0.1", "http://127.0.0.1/")):
            equal(d.get("/$discovery/rest", {"Host": host}).json["rootUrl"], root_url, "Host: " + host)
        for host in ("a/b", "a\"b", "<a>", "a b", "a:b", "a:", "a:123456", "[]", "[::1", "a@b", "\u00e4".encode().decode("latin-1")):
            r = d.get("/$discovery/rest", {"Host": host})
            check(r.status == 400 and host not in r.text, "no host: " + host, r)
        equal(d.get("/$discovery/rest", {"Host": "a", "X-Forwarded-Proto": "https"}).json["rootUrl"], "https://a/",
              "behind a proxy that speaks TLS")


run()
