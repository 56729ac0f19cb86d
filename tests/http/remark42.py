# SPDX-License-Identifier: MIT
"""The webhook for remark42: what it asks moderato, and what it then asks remark42 for, which stands
here as a server that notes its requests."""
import base64
import http.server
import sys
import threading
import urllib.error
import urllib.request

from lib import *

PASSWORD = "correct horse"


class Remark(http.server.BaseHTTPRequestHandler):
    def do_DELETE(self):
        self.server.asked.append((self.path, self.headers["Authorization"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Webhook(Program):
    def __init__(self, moderato, remark, key=KEY):
        super().__init__([sys.executable, root / "tools/serve/remark42.py", "127.0.0.1:0"], os.environ | {
            "MODERATO_URL": moderato, "MODERATO_KEY": key, "REMARK_URL": remark, "REMARK_PASSWORD": PASSWORD})
        self.url = "http://" + self.wait_for_line("listening on ").rpartition(" ")[2]

    def post(self, comment):
        try:
            with urllib.request.urlopen(self.url, json.dumps(comment).encode()) as reply:
                return reply.status
        except urllib.error.HTTPError as error:
            return error.code


def comment(text, **more):
    return {"id": "a/1", "site": "s", "url": "https://news.example/?a=1&b=2", "author": "A", "text": text} | more


def with_both(key=KEY):
    """A decorator: a test of a daemon, the webhook and remark42."""
    def wrap(function):
        def both():
            remark = http.server.HTTPServer(("127.0.0.1", 0), Remark)
            remark.asked = []
            threading.Thread(target=remark.serve_forever, daemon=True).start()
            with Daemon(bundle=None) as d, Webhook(d.url, f"http://127.0.0.1:{remark.server_port}/", key) as w:
                function(w, remark)
            remark.shutdown()
            remark.server_close()
        both.__name__ = function.__name__
        return test(both)
    return wrap


@with_both()
def what_the_policy_rejects_is_deleted(w, remark):
    equal(w.post(comment("You are a fucking idiot and a disgusting liar, shut up you moron!!!")), 200, "status")
    equal(remark.asked, [("/api/v1/admin/comment/a%2F1?site=s&url=https%3A%2F%2Fnews.example%2F%3Fa%3D1%26b%3D2",
                          "Basic " + base64.b64encode(f"admin:{PASSWORD}".encode()).decode())], "what is deleted")
    equal(w.wait_for_line("reject"), 'reject ["a/1", "https://news.example/?a=1&b=2"]', "the log")


@with_both()
def the_rest_is_not(w, remark):
    equal(w.post(comment("Thank you for this article.")), 200, "published")
    equal(w.post(comment("You are an idiot.", id="two\nlines")), 200, "held")
    equal(w.wait_for_line("hold"), 'hold ["two\\nlines", "https://news.example/?a=1&b=2"]', "the log")
    equal(remark.asked, [], "what is deleted")


@with_both()
def what_is_no_comment_is_refused(w, remark):
    for wrong in ({}, [], "text", comment(None), {"text": "You idiot."}):
        equal(w.post(wrong), 502, f"status of {wrong}")
    equal(remark.asked, [], "what is deleted")


@with_both(key="another")
def a_wrong_key_is_told(w, remark):
    equal(w.post(comment("You are an idiot and a liar, shut up!!!")), 502, "status")
    w.wait_for_line("401")
    equal(remark.asked, [], "what is deleted")


run()
