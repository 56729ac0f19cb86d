# SPDX-License-Identifier: MIT
"""Clients of Perspective: npm perspective-api-client and @conversationai/perspectiveapi-js-client,
over TLS as they have the address built in; npm googleapis-common and Debian's python3-googleapi,
which make their methods from the discovery document."""
from lib import *
from client_lib import *


@test
def npm_clients_with_the_address_built_in():
    node_packages("perspective-api-client", "@conversationai/perspectiveapi-js-client")
    d, env = famous()
    with d:
        node("perspective.cjs", env=env, wanted=11)


@test
def npm_googleapis():
    node_packages("googleapis-common")
    with Daemon() as d:
        node("googleapis.mjs", d.url, wanted=3)


def _googleapi():
    try:
        import googleapiclient.discovery
        import googleapiclient.errors
    except ImportError:
        skip("no python3-googleapi")
    return googleapiclient


def _service(google, url, key=KEY):
    return google.discovery.build("commentanalyzer", "v1alpha1", developerKey=key, cache_discovery=False,
                                  discoveryServiceUrl=url + "/$discovery/rest?version=v1alpha1")


def _error(google, request):
    """What the client makes of the error that a request gets: status, message and details."""
    try:
        request.execute()
    except google.errors.HttpError as error:
        content = json.loads(error.content)["error"]
        return int(error.resp.status), error._get_reason().strip(), content.get("details", [{}])[0]
    return None


@test
def python_googleapi():
    google = _googleapi()
    with Daemon() as d:
        service = _service(google, d.url)
        body = {"comment": {"text": INSULT}, "requestedAttributes": {"TOXICITY": {}, "THREAT": {}},
                "languages": ["en"], "clientToken": "a"}
        answer = service.comments().analyze(body=body).execute()
        equal(sorted(answer["attributeScores"]), ["THREAT", "TOXICITY"], "the attributes that were asked for")
        toxicity = answer["attributeScores"]["TOXICITY"]
        check(0.5 < toxicity["summaryScore"]["value"] <= 1, "an insult is toxic", toxicity)
        equal(toxicity["spanScores"], [{"begin": 0, "end": len(INSULT), "score": toxicity["summaryScore"]}],
              "one span for the whole text")
        equal(answer["languages"], ["en"], "languages")
        equal(answer["clientToken"], "a", "clientToken")

        analyze = service.comments().analyze
        ask = {"requestedAttributes": {"TOXICITY": {}}}
        status, reason, detail = _error(google, analyze(body={**ask, "comment": {"text": ""}}))
        equal((status, reason, detail.get("errorType")), (400, "Comment must be non-empty.", "COMMENT_EMPTY"), "no text")
        status, reason, detail = _error(google, analyze(body={**ask, "comment": {"text": "a" * 20481}}))
        equal((status, reason, detail.get("errorType")), (400, "Comment text too long.", "COMMENT_TOO_LONG"), "a long text")
        status, reason, detail = _error(google, analyze(
            body={"comment": {"text": FINE}, "requestedAttributes": {"NICENESS": {}}}))
        equal((status, reason), (400, "Unknown requested attribute: NICENESS"), "an unknown attribute")
        status, reason, detail = _error(google, analyze(body={**ask, "comment": {"text": FINE}, "languages": ["xx"]}))
        equal((status, reason), (400, "Attribute TOXICITY does not support request languages: xx"), "a language")
        equal(detail.get("errorType"), "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", "its error type")
        equal(len(analyze(body={**ask, "comment": {"text": "a" * 20480}, "languages": ["en"]}).execute()
                  ["attributeScores"]), 1, "20,480 bytes are not too long")

        suggestion = {"comment": {"text": INSULT}, "clientToken": "comment:1", "communityId": "Coral:https://example.com",
                      "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
                      "context": {"entries": [{"text": "{\"url\": \"https://example.com/1\"}"}]}}
        answer = service.comments().suggestscore(body=suggestion).execute()
        equal(answer["clientToken"], "comment:1", "suggestscore's clientToken")
        equal(answer.get("detectedLanguages"), ["en"], "suggestscore's languages")
        got = _error(google, service.comments().suggestscore(body={"comment": {"text": INSULT}, "attributeScores": {}}))
        equal(got and got[0], 400, "suggestscore without scores")


@test
def python_googleapi_with_a_wrong_key():
    google = _googleapi()
    with Daemon() as d:
        service = _service(google, d.url, "ffffffffffff")
        status, reason, detail = _error(google, service.comments().analyze(
            body={"comment": {"text": FINE}, "requestedAttributes": {"TOXICITY": {}}}))
        equal((status, reason), (400, "API key not valid. Please pass a valid API key."), "status and message")
        equal(detail.get("reason"), "API_KEY_INVALID", "details")


@test
def python_googleapi_asks_where_it_looks_by_itself():
    """Its default discovery URL is https://www.googleapis.com/discovery/v1/apis/{api}/{version}/rest."""
    google = _googleapi()
    with Daemon() as d:
        service = google.discovery.build("commentanalyzer", "v1alpha1", developerKey=KEY, cache_discovery=False,
                                         discoveryServiceUrl=d.url + "/discovery/v1/apis/{api}/{apiVersion}/rest")
        answer = service.comments().analyze(
            body={"comment": {"text": FINE}, "requestedAttributes": {"TOXICITY": {}}}).execute()
        check(answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] < 0.5, "an ordinary comment", answer)


run()
