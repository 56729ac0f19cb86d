# SPDX-License-Identifier: MIT
"""What a configuration does to a running daemon: addresses, keys and their scopes, secrets, files."""
import hashlib
import hmac
import signal
import socket
import stat
import tempfile

from lib import *

OTHER = "ba9876543210"


def digest(key):
    return "sha256:" + hashlib.sha256(b"moderato:" + key.encode()).hexdigest()


def keys(*entries):
    return "keys:\n" + "".join(f"  - {{{e}}}\n" for e in entries)


def screen(d, key=KEY, **more):
    headers = {"Authorization": "Bearer " + key} if key else {}
    return d.post_json("/v1/screen", {"text": "hello"}, headers, **more)


def ends(code, message, *arguments, env=None):
    """A daemon that must not start."""
    p = Program([MODERATO, "serve", *arguments], {**os.environ, "MODERATO_BUNDLE": str(BUNDLE), **(env or {})})
    p.wait(code, f"exit code: {message}")
    check(any(message in line for line in p.stderr), message, p.stderr)


def write(name, text, mode=0o600):
    path = work / name
    path.write_text(text)
    path.chmod(mode)
    return path


# ---- addresses ----

@test
def several_addresses_are_listened_to():
    addresses = ["127.0.0.1:0", "localhost:0", f"unix:{work}/several.sock"]
    if socket.has_ipv6:
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
            addresses.append("[::1]:0")
        except OSError:
            pass
    with Daemon(listen=addresses) as d:
        equal(len(d.urls), len(addresses), "lines")
        for url in d.urls:
            equal(d.get("/healthz", url=url).status, 200, url)
    check(not os.path.exists(f"{work}/several.sock"), "the socket's file is removed")


@test
def options_replace_the_addresses_of_the_configuration():
    with Daemon(config="listen: ['127.0.0.2:0']\n") as d:
        equal([u.startswith("http://127.0.0.1:") for u in d.urls], [True], "what is listened to")


@test
def an_address_that_is_taken_is_told():
    with socket.create_server(("127.0.0.1", 0)) as s:
        address = "127.0.0.1:%d" % s.getsockname()[1]
        ends(4, f"{address}: Address already in use", "--key", KEY, "--listen", address)


@test
def a_unix_socket_has_the_mode_that_is_configured():
    for mode in "0600", "0660", "0666", "0777":
        with Daemon(config=f"listen: ['unix:{mode}.sock']\nunix_mode: {mode}\n", listen=(), listeners=1) as d:
            path = d.config_path.parent / f"{mode}.sock"
            equal(oct(stat.S_IMODE(path.stat().st_mode)), oct(int(mode, 8)), mode)
            equal(d.get("/healthz").status, 200, "it answers")
        check(not path.exists(), "it is gone")


@test
def a_unix_socket_that_was_left_behind_is_replaced():
    path = work / "left.sock"
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(str(path))
    with Daemon(listen=[f"unix:{path}"]) as d:
        equal(d.get("/healthz").status, 200, "it answers")
        ends(4, f"unix:{path}: Address already in use", "--key", KEY, "--listen", f"unix:{path}")
        equal(d.get("/healthz").status, 200, "it still answers")


@test
def a_unix_socket_that_somebody_has_is_not_taken():
    path = work / "busy.sock"
    clients = []
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(str(path))
        s.listen(0)
        while len(clients) < 10:  # the queue is full: further clients would wait
            clients.append(socket.socket(socket.AF_UNIX))
            clients[-1].setblocking(False)
            if clients[-1].connect_ex(str(path)):
                break
        ends(4, f"unix:{path}: Address already in use", "--key", KEY, "--listen", f"unix:{path}")
        check(path.exists(), "the file")
    for client in clients:
        client.close()
    path.unlink()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.bind(str(path))
        ends(4, f"unix:{path}: Address already in use", "--key", KEY, "--listen", f"unix:{path}")
        check(path.exists(), "the file of another kind of socket")


@test
def files_that_are_no_sockets_stay():
    path = write("precious", "text")
    ends(4, f"unix:{path}: Address already in use", "--key", KEY, "--listen", f"unix:{path}")
    equal(path.read_text(), "text", "the file")


@test
def the_socket_of_another_program_stays():
    path = work / "taken.sock"
    with Daemon(listen=[f"unix:{path}"]) as d:
        path.unlink()
        other = socket.socket(socket.AF_UNIX)
        other.bind(str(path))
        d.stop()
    check(path.exists(), "another program's file")
    other.close()


@test
def a_path_that_is_too_long_is_told():
    ends(4, "File name too long", "--key", KEY, "--listen", "unix:/" + "x" * 108)


@test
def files_of_secrets_are_what_they_should_be():
    few, many = write("few", "a\n" * 255), write("many", "a\n" * 257)  # and --key
    with Daemon(config=f"coral: {{secrets_file: {few}}}\n"):
        pass
    for path, why in (many, "expected at most 256 secrets"), (write("large", "a" * 65537), "expected a file of at most 65536 bytes"), \
                     (work, "expected a file"):
        ends(3, f"{path}: {why}" if path != work else why, "--config", write("x.yaml", f"coral: {{secrets_file: {path}}}\n"))


# ---- keys ----

@test
def nobody_starts_it_open_by_mistake():
    ends(2, "expected at least a key")
    with Daemon(config="keys: []\n", keys=()) as d:
        d.wait_for_line("nobody can ask yet: there are no keys")
        equal([screen(d, key).status for key in (None, KEY)], [401, 401], "who asks")
        equal(d.get("/healthz").status, 200, "it lives")


@test
def anonymous_answers_everybody():
    for how in {"config": "anonymous: true\n"}, {"config": "keys: []\n", "arguments": ["--anonymous"]}:
        with Daemon(*how.get("arguments", ()), config=how["config"], keys=()) as d:
            for key in None, "wrong", KEY:
                equal(screen(d, key).status, 200, f"key {key}")
            r = d.post_json("/v1alpha1/comments:analyze", {"comment": {"text": "hi"}, "requestedAttributes": {"TOXICITY": {}}})
            equal(r.status, 200, "Perspective without a key")
            r = d.post_form("/1.1/verify-key", {"key": "any", "blog": "http://b.example/"})
            equal((r.status, r.body), (200, b"valid"), "Akismet with any key")


@test
def a_known_key_keeps_its_limits_where_all_are_answered():
    with Daemon(config="anonymous: true\n" + keys(f"name: a, hash: '{digest(KEY)}', rate: 1/day, scopes: [score]"),
                keys=()) as d:
        equal([screen(d).status for _ in range(2)], [200, 429], "its rate")
        equal(d.get("/metrics", {"Authorization": "Bearer " + KEY}).status, 403, "its scopes")
        equal(screen(d, None).status, 200, "nobody's")


@test
def scopes_say_what_a_key_is_for():
    analyze = {"comment": {"text": "hi"}, "requestedAttributes": {"TOXICITY": {}}}
    form = {"blog": "http://b.example/", "user_ip": "192.0.2.1", "comment_content": "hi"}
    with Daemon(config=keys(*(f"name: {s}, hash: '{digest(s)}', scopes: [{s}]"
                              for s in ("perspective", "akismet", "openai", "score", "metrics"))), keys=()) as d:
        def status(scope, key):
            bearer = {"Authorization": "Bearer " + key}
            if scope == "perspective":
                return d.post_json("/v1alpha1/comments:analyze?key=" + key, analyze).status == 200
            if scope == "akismet":
                return d.post_form("/1.1/comment-check", {**form, "api_key": key}).body in (b"true", b"false")
            if scope == "openai":
                return d.post_json("/v1/moderations", {"input": "hi"}, bearer).status == 200
            if scope == "metrics":
                return d.get("/metrics", bearer).status == 200
            return screen(d, key).status == 200

        scopes = ["perspective", "akismet", "openai", "score", "metrics"]
        for scope in scopes:
            equal([key for key in scopes if status(scope, key)], [scope], f"whose key is for {scope}")


@test
def a_key_expires():
    with Daemon(config=keys(f"name: a, hash: '{digest(KEY)}', expires: 2020-01-01",
                            f"name: b, hash: '{digest(OTHER)}', expires: 2099-01-01"), keys=()) as d:
        equal(screen(d).status, 401, "one that has expired")
        equal(screen(d, OTHER).status, 200, "one that has not")


@test
def a_key_that_was_made_works():
    p = os.popen(f"'{MODERATO}' serve key new blog --long --rate 2/day")
    made = p.read()
    equal(p.close(), None, "exit code")
    key = made.split("\n")[0].split(": ")[1]
    with Daemon(config="keys:\n" + made, keys=()) as d:
        equal([screen(d, key).status for _ in range(3)], [200, 200, 429], "its rate")
        equal(screen(d, key[:-1]).status, 401, "a part of it")


@test
def retry_after_says_when():
    with Daemon(config=keys(f"name: a, hash: '{digest(KEY)}', rate: 1/minute"), keys=()) as d:
        equal(screen(d).status, 200, "the first")
        r = screen(d)
        equal(r.status, 429, "the second")
        check(1 <= int(r.headers["retry-after"]) <= 60, "Retry-After", r.headers)


@test
def a_key_comes_by_the_environment():
    with Daemon(keys=(), env={"MODERATO_KEY": OTHER}) as d:
        equal(screen(d, OTHER).status, 200, "the environment's")
    with Daemon(env={"MODERATO_KEY": OTHER}) as d:
        equal((screen(d, OTHER).status, screen(d).status), (401, 200), "an option has the last word")


@test
def two_keys_on_the_command_line():
    with Daemon(keys=(KEY, OTHER)) as d:
        equal((screen(d).status, screen(d, OTHER).status), (200, 200), "both")
    ends(2, "'command-line-2' is the same key as 'command-line'", "--key", KEY, "--key", KEY)


# ---- secrets and files ----

def coral(d, secret):
    body = json.dumps({"action": "NEW", "comment": {"body": "hello", "ancestorID": None},
                       "story": {"id": "s", "url": "http://n.example/"},
                       "site": {"id": "x"}, "tenantID": "t", "tenantDomain": "n.example"}).encode()
    signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return d.post("/coral/moderate", body, {"Content-Type": "application/json", "X-Coral-Signature": signature}).status


@test
def secrets_come_from_everywhere():
    folder = Path(tempfile.mkdtemp(dir=work))
    (folder / "coral").write_text("from systemd\n")
    write("secrets", "from a file\nand another\n")
    for name, more, env in (("secrets", "secrets", {}), ("systemd", "credential:coral", {"CREDENTIALS_DIRECTORY": str(folder)})):
        with Daemon(config=f"coral: {{secrets: [inline], secrets_file: '{more}'}}\n", env=env) as d:
            there = ["from a file", "and another"] if name == "secrets" else ["from systemd"]
            for secret in ["inline", KEY, *there]:
                equal(coral(d, secret), 204, f"{name}: {secret}")
            check(coral(d, "wrong") in (401, 403), "a wrong one")


@test
def coral_alone_needs_no_key():
    with Daemon(config="coral: {secrets: [one]}\n", keys=()) as d:
        equal(coral(d, "one"), 204, "Coral")
        equal(screen(d).status, 401, "others")


@test
def paths_are_relative_to_the_configuration():
    folder = Path(tempfile.mkdtemp(dir=work))
    (folder / "policy.yaml").write_text("version: 1\nrules:\n  - {name: all, when: {length: '>= 0'}, action: reject}\n")
    (folder / "a.yaml").write_text("policy: policy.yaml\nlisten: ['unix:x.sock']\n")
    with Daemon("--config", folder / "a.yaml", listen=()) as d:
        equal(d.urls, [f"unix:{folder}/x.sock"], "the socket")
        equal(screen(d).json["decision"], "reject", "the policy")


@test
def a_second_signal_ends_it_at_once():
    with Daemon(config="limits: {drain_seconds: 3600, request_seconds: 3600}\n") as d:
        s = d.connect()
        s.sendall(b"POST /v1/screen HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nAuthorization: Bearer "
                  + KEY.encode() + b"\r\nContent-Length: 100\r\n\r\n")
        equal(s.recv(100)[:12], b"HTTP/1.1 100", "a request has begun")
        d.signal(signal.SIGTERM)
        d.signal(signal.SIGHUP)
        while True:  # until it has begun to end
            try:
                d.connect().close()
            except ConnectionResetError:
                pass  # it was waiting when the listening socket was closed
            except ConnectionRefusedError:
                break
        d.signal(signal.SIGHUP)  # that is none
        check(d.process.poll() is None, "it waits for the request")
        d.signal(signal.SIGTERM)
        d.wait(0, "exit code")
        s.close()


run()
