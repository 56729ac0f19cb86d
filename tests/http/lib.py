# SPDX-License-Identifier: MIT
"""What the tests of `moderato serve` share: they start real daemons on loopback and talk to them.

A suite is a file tests/http/NAME.py, run by `make check SUITES=http/NAME`, or by hand as

    B=build/cc MODERATO=$PWD/build/moderato /usr/bin/python3 -B tests/http/NAME.py [TEST…]

It needs Python's standard library only, and looks like this:

    from lib import *

    @test
    def a_comment_is_scored():
        with Daemon() as d:                            # moderato serve --listen 127.0.0.1:0 --key KEY
            r = d.post_json("/v1alpha1/comments:analyze?key=" + KEY,
                            {"comment": {"text": "hello"}, "requestedAttributes": {"TOXICITY": {}}})
            equal(r.status, 200, "status")
            check(0 <= r.json["attributeScores"]["TOXICITY"]["summaryScore"]["value"] <= 1, "a value")
            equal(d.raw(b"GET /healthz HTTP/1.0\\r\\n\\r\\n")[:12], b"HTTP/1.0 200", "HTTP/1.0")

    @test
    def a_secret_is_configured():
        with Daemon(config="keys: []\\n", keys=[]) as d: …

    run()

check() and equal() count; the first that fails does not end the test, an exception does. skip(why)
ends a test that cannot run here; skip_all(why) ends the suite. run() runs all tests in the order of
the file, and ends the program with the line "N passed, N failed, N skipped".

Daemons use the bundle that is trained for tests, Daemon(bundle=None) the program's own default. A
daemon that does not exit with 0 on SIGTERM has failed the test, as has one that a sanitiser stopped.
`work` is a folder that is removed at the end. Nothing here sleeps: wait for lines and sockets.
"""
import atexit
import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import traceback
import urllib.parse
from pathlib import Path

__all__ = ["KEY", "PATIENCE", "MODERATO", "BUNDLE", "B", "root", "work", "Program", "Daemon", "Reply", "Skip", "test", "check",
           "equal", "skip", "skip_all", "run", "read_reply", "json", "os", "Path"]

KEY = "0123456789ab"
PATIENCE = 120  # seconds: a sanitised daemon on a busy machine is slow, and a hanging one must end

root = Path(__file__).resolve().parents[2]
B = Path(os.environ.get("B", root / "build/cc"))
MODERATO = os.environ.get("MODERATO", str(B / "moderato"))
BUNDLE = os.path.abspath(os.environ.get("BUNDLE") or B / "test.bundle")
work = Path(tempfile.mkdtemp(prefix="moderato-http-"))
os.chmod(work, 0o755)  # programs of other users, such as a database's, pass through

# Nothing that is asked here is behind a proxy.
for _name in [n for n in os.environ if n.lower().endswith("_proxy")]:
    del os.environ[_name]

_tests = []
_count = {"passed": 0, "failed": 0, "skipped": 0}
_lock = threading.Lock()  # tests may check from threads


class Skip(Exception):
    """This test cannot run here, and says why."""


def test(function):
    """Marks a function as a test; its name is what it claims."""
    _tests.append(function)
    return function


def _say(*text, sep=" "):
    print(*text, sep=sep, flush=True)


def check(ok, name, detail=""):
    """Counts a claim; `detail` is shown if it does not hold. Returns whether it holds."""
    with _lock:
        _count["passed" if ok else "failed"] += 1
    if not ok:
        _say(f"failed: {name}")
        if detail != "":
            _say(f"  {detail}")
    return bool(ok)


def equal(got, expected, name):
    """Counts the claim that both are the same."""
    return check(got == expected, name, f"got      {got!r}\n  expected {expected!r}")


def skip(why):
    """Ends the test that calls it: it cannot run here."""
    raise Skip(why)


def skip_all(why):
    """Ends the suite: none of its tests can run here."""
    _say(f"skipped: {why}")
    _say("0 passed, 0 failed, 1 skipped")
    sys.exit(0)


def run():
    """Runs the tests (or those named on the command line) and ends the program."""
    chosen = [t for t in _tests if not sys.argv[1:] or t.__name__ in sys.argv[1:]]
    for function in chosen:
        failed = _count["failed"]
        try:
            function()
        except Skip as why:
            _count["skipped"] += 1
            _say(f"skipped: {function.__name__}: {why}")
        except Exception:
            _count["failed"] += 1
            _say(traceback.format_exc().rstrip())
        if _count["failed"] > failed:
            _say(f"in {function.__name__}")
    _say("{passed} passed, {failed} failed, {skipped} skipped".format(**_count))
    sys.exit(1 if _count["failed"] else 0)


@atexit.register
def _clean():
    for program in list(Program.running):
        program.kill()
    shutil.rmtree(work, ignore_errors=True)


# Whoever stops a suite early stops its daemons too.
for _signal in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    signal.signal(_signal, lambda number, frame: sys.exit(4))


class Reply:
    """One answer: status, headers (names in lower case; of a name given twice, the last), body."""

    def __init__(self, status, headers, body):
        self.status, self.body = status, body
        self.header_list = [(name, value) for name, value in headers]
        self.headers = {name.lower(): value for name, value in headers}

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.headers} {self.body[:2000]!r}"


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self):
        self.sock = _connect("unix:" + self.path, None)


def _connect(url, timeout):
    if url.startswith("unix:"):
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(timeout or PATIENCE)
        s.connect(url[len("unix:"):])
        return s
    at = urllib.parse.urlsplit(url)
    return socket.create_connection((at.hostname, at.port), timeout or PATIENCE)


class Program:
    """A program that runs beside the test, to be used by `with`. Its lines on standard error are kept."""

    running = set()

    def __init__(self, command, env=None):
        self.stderr = []
        self._news = threading.Condition()
        self._ended = False
        self.process = subprocess.Popen([str(c) for c in command], env=env, stdin=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE)
        Program.running.add(self)
        self._reader = threading.Thread(target=self._read_stderr, daemon=True)
        self._reader.start()

    def _read_stderr(self):
        for line in self.process.stderr:
            with self._news:
                self.stderr.append(line.decode(errors="replace").rstrip("\n"))
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def wait_for(self, condition):
        """Waits until what the program says on standard error makes condition() true."""
        with self._news:
            self._news.wait_for(lambda: condition() or self._ended, PATIENCE)
            if not condition():
                raise RuntimeError("the program did not say what was waited for; it said:\n"
                                   + "\n".join(self.stderr[-40:]))

    def wait_for_line(self, part, n=1):
        """Waits for the n-th line on standard error that contains `part`, and returns it."""
        self.wait_for(lambda: sum(part in line for line in self.stderr) >= n)
        return [line for line in self.stderr if part in line][n - 1]

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if self.process.returncode is None:
            self.stop()
        if kind is not None and kind is not Skip and self.stderr:
            _say("it said:", *self.stderr[-20:], sep="\n  ")

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        """Stops it by SIGTERM; it must finish what it does and exit with 0."""
        self.signal(signal.SIGTERM)
        self.wait(0, "exit code after SIGTERM")

    def wait(self, code, name):
        """Waits for its end; it must exit with this code."""
        try:
            got = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            got = "no end"
        Program.running.discard(self)
        self._reader.join()
        if not equal(got, code, name):
            _say("it said:", *self.stderr[-60:], sep="\n  ")

    def kill(self):
        Program.running.discard(self)
        self.process.kill()
        self.process.wait()


class Daemon(Program):
    """A running `moderato serve`.

    arguments   further ones of the command line
    config      the text of a configuration, which is written to a file (self.config_path)
    listen      addresses; [] for those of the configuration
    keys        each becomes a --key; [] for those of the configuration
    bundle      a file, or None for the default one of the program
    listeners   how many lines to wait for, where the configuration says the addresses
    env         variables beside the test's own
    preload     what stands before the program on the command line, such as ["prlimit", "-n64"]
    ca          a file of certificates that TLS connections to it trust

    self.url is the address of the first listener, self.urls has all as they were printed, self.port
    and self.ports the numbers, self.stderr the lines so far.
    """

    mark = "moderato: listening on "

    def __init__(self, *arguments, config=None, listen=("127.0.0.1:0",), keys=(KEY,), bundle=BUNDLE,
                 listeners=None, env=None, preload=(), ca=None):
        command = [*preload, MODERATO, "serve"]
        for address in listen:
            command += ["--listen", address]
        for key in keys:
            command += ["--key", key]
        if config is not None:
            fd, path = tempfile.mkstemp(suffix=".yaml", dir=work)
            os.write(fd, config.encode())
            os.close(fd)
            self.config_path = Path(path)
            command += ["--config", path]
        environment = dict(os.environ)
        environment.pop("MODERATO_BUNDLE", None)
        if bundle:
            environment["MODERATO_BUNDLE"] = str(bundle)
        environment.update(env or {})
        self.ca = ca
        super().__init__([*command, *arguments], environment)
        try:
            self.wait_for(lambda: len(self.urls) >= (listeners or max(1, len(listen))))
        except Exception:
            self.kill()
            raise

    @property
    def urls(self):
        return [line[len(self.mark):] for line in self.stderr if line.startswith(self.mark)]

    @property
    def url(self):
        return self.urls[0]

    @property
    def ports(self):
        return [urllib.parse.urlsplit(url).port for url in self.urls if not url.startswith("unix:")]

    @property
    def port(self):
        return self.ports[0]

    def url_of(self, kind):
        """The first address of a kind: "http", "https" or "unix"."""
        return next(url for url in self.urls if url.startswith(kind + ":"))

    def _tls(self):
        return ssl.create_default_context(cafile=self.ca)

    def connection(self, url=None):
        """An http.client connection, kept alive, to the first listener or the one at `url`."""
        url = url or self.url
        if url.startswith("unix:"):
            return _UnixConnection(url[len("unix:"):])
        at = urllib.parse.urlsplit(url)
        if at.scheme == "https":
            return http.client.HTTPSConnection(at.hostname, at.port, timeout=PATIENCE, context=self._tls())
        return http.client.HTTPConnection(at.hostname, at.port, timeout=PATIENCE)

    def request(self, method, path, body=None, headers=None, connection=None, url=None):
        """One request and its Reply, on a connection of its own unless one is given. It is a failure
        if a header comes twice."""
        c = connection or self.connection(url)
        try:
            c.request(method, path, body, headers or {})
            r = c.getresponse()
            reply = Reply(r.status, r.getheaders(), r.read())
        finally:
            if not connection:
                c.close()
        if len(reply.headers) < len(reply.header_list):
            check(False, f"{path} is answered with each header once", reply.header_list)
        return reply

    def get(self, path, headers=None, **more):
        return self.request("GET", path, None, headers, **more)

    def post(self, path, body=b"", headers=None, **more):
        return self.request("POST", path, body, headers, **more)

    def post_json(self, path, value, headers=None, **more):
        return self.post(path, json.dumps(value).encode(),
                         {"Content-Type": "application/json", **(headers or {})}, **more)

    def post_form(self, path, fields, headers=None, **more):
        return self.post(path, urllib.parse.urlencode(fields).encode(),
                         {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}, **more)

    def connect(self, url=None, timeout=None):
        """A socket to the first listener or the one at `url`, for exact bytes."""
        url = url or self.url
        s = _connect(url, timeout)
        if url.startswith("https:"):
            s = self._tls().wrap_socket(s, server_hostname=urllib.parse.urlsplit(url).hostname)
        return s

    def raw(self, data, shut=True, url=None, timeout=None):
        """Sends these bytes, says that no more will come unless shut=False, and returns all that is
        answered until the daemon closes the connection."""
        got = b""
        with self.connect(url, timeout) as s:
            try:
                s.sendall(data)
                if shut:
                    s.shutdown(socket.SHUT_WR)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it may answer and close before it has read everything
            try:
                while part := s.recv(65536):
                    got += part
            except ConnectionResetError:
                pass
        return got


def read_reply(s, method="GET"):
    """Reads exactly one answer from a socket, for pipelines; None if the connection ended instead."""
    r = http.client.HTTPResponse(_Unbuffered(s), method=method)
    try:
        r.begin()
        return Reply(r.status, r.getheaders(), r.read())
    except (http.client.RemoteDisconnected, ConnectionResetError):
        return None


class _Unbuffered:
    """A socket whose reader takes no byte more than it is asked for: they belong to the next answer."""

    def __init__(self, s):
        self.s = s

    def makefile(self, mode):
        return _Reader(self.s)


class _Reader:
    def __init__(self, s):
        self.s = s

    def read(self, n=-1):
        got = b""
        while n < 0 or len(got) < n:
            part = self.s.recv(65536 if n < 0 else n - len(got))
            if not part:
                break
            got += part
        return got

    def readinto(self, buffer):
        got = self.read(len(buffer))
        buffer[:len(got)] = got
        return len(got)

    def readline(self, limit=-1):
        line = b""
        while (limit < 0 or len(line) < limit) and not line.endswith(b"\n"):
            part = self.s.recv(1)
            if not part:
                break
            line += part
        return line

    def flush(self):
        pass

    def close(self):
        pass
