# SPDX-License-Identifier: MIT
"""What systemd sees: readiness, reloads, the watchdog, and sockets that it hands over."""
import socket
import subprocess
import sys

from lib import *
from tls_lib import ca, certificate


class Notices:
    """The socket that a service tells its state by. systemd's is a datagram socket, too."""

    def __init__(self, name):
        self.path = str(work / name)
        self.s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.s.bind(self.path)
        self.s.settimeout(120)

    def next(self):
        """The next message as a dictionary, without those for the watchdog."""
        while True:
            message = dict(line.split("=", 1) for line in self.s.recv(4096).decode().strip().split("\n"))
            if message != {"WATCHDOG": "1"}:
                return message


# A process that execs the daemon with the sockets at the descriptors from 3 on, as systemd does: what
# LISTEN_PID says must be the daemon's own number.
HAND_OVER = """
import fcntl, os, sys
names, fds, command = sys.argv[1], [int(fd) for fd in sys.argv[2].split(",")], sys.argv[3:]
high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 100) for fd in fds]
for i, fd in enumerate(high):
    os.dup2(fd, 3 + i, inheritable=True)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(fds)), LISTEN_FDNAMES=names)
os.execv(command[0], command)
"""


def shell_out(names, sockets, *arguments, **more):
    """A daemon that is handed these sockets."""
    for s in sockets:
        s.set_inheritable(True)
    fds = ",".join(str(s.fileno()) for s in sockets)
    # Popen closes all descriptors but the standard ones, unless it is told otherwise
    pre = [sys.executable, "-c", HAND_OVER, names, fds]
    return Activated(*arguments, preload=pre, **more)


class Activated(Daemon):
    """Daemon keeps no descriptors open for its child: this one does."""

    def __init__(self, *arguments, **more):
        popen = subprocess.Popen
        subprocess.Popen = lambda *a, **k: popen(*a, **k, close_fds=False)
        try:
            super().__init__(*arguments, **more)
        finally:
            subprocess.Popen = popen


def listener(address=("127.0.0.1", 0)):
    return socket.create_server(address)


@test
def readiness_reloads_and_the_end_are_told():
    n = Notices("notify")
    with Daemon(config="keys: []\n", env={"NOTIFY_SOCKET": n.path}) as d:
        equal(n.next(), {"READY": "1", "STATUS": "Answering requests"}, "ready")
        for text, name in (("keys: []\n", "a reload"), ("nothing: here\n", "one that is refused")):
            d.config_path.write_text(text)
            d.signal(1)
            m = n.next()
            equal(m.get("RELOADING"), "1", name)
            check(m.get("MONOTONIC_USEC", "").isdigit(), name + ": since when", m)
            equal(n.next().get("READY"), "1", name + ": ready again")
        d.stop()
        equal(n.next().get("STOPPING"), "1", "the end")


@test
def it_is_ready_when_it_answers():
    n = Notices("early")
    with listener() as s:
        d = shell_out("http", [s], listen=(), env={"NOTIFY_SOCKET": n.path})
        n.next()
        equal(d.get("/readyz", url="http://127.0.0.1:%d" % s.getsockname()[1]).status, 200, "it answers")
        d.stop()


@test
def the_watchdog_is_fed():
    n = Notices("watchdog")
    with Daemon(env={"NOTIFY_SOCKET": n.path, "WATCHDOG_USEC": "600000"}) as d:
        equal(n.next().get("READY"), "1", "ready")
        for _ in range(3):
            equal(n.s.recv(4096), b"WATCHDOG=1", "a sign of life")
    n = Notices("other-watchdog")
    with Daemon(env={"NOTIFY_SOCKET": n.path, "WATCHDOG_USEC": "600000", "WATCHDOG_PID": "1"}) as d:
        n.next()
        d.stop()
        equal(n.s.recv(4096)[:8], b"STOPPING", "another's watchdog is not fed")


@test
def sockets_that_are_handed_over_are_used_instead_of_others():
    with listener() as a, listener() as b:
        ports = [s.getsockname()[1] for s in (a, b)]
        with shell_out("one:two", [a, b], config="listen: ['127.0.0.1:1']\n", listen=(), listeners=2) as d:
            equal(d.ports, ports, "what is listened to")
            for port in ports:
                equal(d.get("/healthz", url=f"http://127.0.0.1:{port}").status, 200, "an answer")
        # systemd keeps its own: who connects while nobody serves waits
        with socket.create_connection(("127.0.0.1", ports[0]), 10) as waits:
            waits.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            with shell_out("one:two", [a, b], listen=(), listeners=2):
                equal(read_reply(waits).status, 200, "a request that has waited")


@test
def names_say_which_speak_tls():
    cert, key = certificate("systemd")
    text = f"tls: {{certificate: {cert}, key: {key}}}\n"
    for name in "https", "tls", "moderato-tls.socket", "x-https.socket":
        with listener() as a, listener() as b:
            with shell_out(f"moderato.socket:{name}", [a, b], config=text, listen=(), listeners=2, ca=ca) as d:
                equal([u.split(":")[0] for u in d.urls], ["http", "https"], name)
                for url in d.urls:
                    equal(d.get("/healthz", url=url).status, 200, url)


@test
def a_unix_socket_is_handed_over_and_stays():
    path = str(work / "activated.sock")
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(path)
        s.listen(16)
        with shell_out("unix", [s], listen=(), listeners=1) as d:
            equal(d.urls, ["unix:" + path], "what is listened to")
            equal(d.get("/healthz").status, 200, "an answer")
        check(os.path.exists(path), "the file is systemd's")


def ends(code, message, names, sockets, *arguments):
    for s in sockets:
        s.set_inheritable(True)
    p = subprocess.run([sys.executable, "-c", HAND_OVER, names, ",".join(str(s.fileno()) for s in sockets), MODERATO, "serve",
                        "--key", KEY, *arguments], close_fds=False, capture_output=True, text=True,
                       env={**os.environ, "MODERATO_BUNDLE": str(BUNDLE)})
    equal(p.returncode, code, "exit code")
    check(message in p.stderr, message, p.stderr)


@test
def what_is_no_listening_socket_is_refused():
    message = "systemd has handed over something else than at most 64 listening sockets"
    with socket.socket() as s:
        ends(4, message, "a", [s])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        ends(4, message, "a", [s])
    with listener() as s:
        ends(4, "systemd has opened a socket for TLS: set tls.certificate and tls.key", "https", [s])


@test
def sockets_of_another_process_are_left_alone():
    with Daemon(env={"LISTEN_PID": "1", "LISTEN_FDS": "3"}) as d:
        equal(d.get("/healthz").status, 200, "an answer")


run()
