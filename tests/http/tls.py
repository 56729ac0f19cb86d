# SPDX-License-Identifier: MIT
"""TLS: what a handshake gets, what is refused, and certificates that change while connections are open."""
import socket
import ssl
import threading
import warnings

from lib import *
from tls_lib import ca, certificate, folder, openssl

warnings.simplefilter("ignore", DeprecationWarning)  # old versions are tried on purpose

first, first_key = certificate("first")
second, second_key = certificate("second", kind="rsa")
expired, expired_key = certificate("expired", begin="20200101000000Z", end="20200201000000Z")
early, early_key = certificate("early", begin="20480101000000Z")


def config(cert, key, more=""):
    return f"listen: ['127.0.0.1:0']\ntls: {{listen: ['127.0.0.1:0'], certificate: {cert}, key: {key}}}\n{more}"


def daemon(cert=first, key=first_key, more=""):
    return Daemon(config=config(cert, key, more), listen=(), listeners=2, ca=ca)


def context(version=None):
    c = ssl.create_default_context(cafile=ca)
    if version:
        c.minimum_version = c.maximum_version = version
    return c


def open_tls(d, version=None):
    at = d.url_of("https").rsplit(":", 1)[1]
    s = socket.create_connection(("127.0.0.1", int(at)), 60)
    return context(version).wrap_socket(s, server_hostname="localhost")


def name_of(s):
    return dict(pair[0] for pair in s.getpeercert()["subject"])["commonName"]


def shown(d):
    with open_tls(d) as s:
        return name_of(s)


def ask(s):
    s.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return read_reply(s).status


@test
def requests_are_answered_over_tls_and_without():
    with daemon() as d:
        for kind in "http", "https":
            url = d.url_of(kind)
            equal(d.get("/healthz", url=url).status, 200, kind)
            r = d.post_json("/v1/score?key=" + KEY, {"text": "hello"}, {"Authorization": "Bearer " + KEY}, url=url)
            equal(r.status, 200, kind + ": a comment")


@test
def a_discovery_document_says_https():
    with daemon() as d:
        r = d.get("/$discovery/rest?version=v1alpha1", url=d.url_of("https"))
        check(r.json["rootUrl"].startswith("https://"), "rootUrl", r.json["rootUrl"])


@test
def old_versions_are_refused():
    with daemon() as d:
        for version in ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3:
            with open_tls(d, version) as s:
                equal(ask(s), 200, str(version))
        for version in ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1:
            c = context()
            c.set_ciphers("ALL:@SECLEVEL=0")
            c.minimum_version = c.maximum_version = version
            s = socket.create_connection(("127.0.0.1", d.ports[1]), 60)
            try:
                c.wrap_socket(s, server_hostname="localhost").close()
                check(False, f"{version} is refused")
            except (ssl.SSLError, OSError) as why:
                check("CERTIFICATE" not in str(why), f"{version} is refused", why)
            finally:
                s.close()


@test
def a_chain_begins_with_the_certificate_of_the_key():
    chain = folder / "chain.pem"
    chain.write_text(first.read_text() + ca.read_text())
    with daemon(chain) as d:
        equal(shown(d), "first", "who is shown")
    chain.write_text(ca.read_text() + first.read_text())
    refuses(chain, first_key, f"{first_key}: expected the private key of the first certificate in {chain}")


@test
def plain_http_on_a_tls_port_ends():
    with daemon() as d:
        with socket.create_connection(("127.0.0.1", d.ports[1]), 60) as s:
            s.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            try:
                got = b""
                while part := s.recv(4096):
                    got += part
            except ConnectionResetError:
                pass
        check(b"HTTP/1" not in got, "no answer in clear", got)
        equal(shown(d), "first", "others are served")


def ended(s):
    """Waits until the daemon ends a connection; fails after a minute."""
    s.settimeout(60)
    try:
        while s.recv(4096):
            pass
        return True
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


@test
def handshakes_that_do_not_go_on_are_ended():
    """Clients that are silent, stop in the middle, or send a byte at a time, while others are served."""
    hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"  # the beginning of a first message
    with daemon(more="limits: {header_seconds: 2}\n") as d:
        slow = [socket.create_connection(("127.0.0.1", d.ports[1]), 60) for _ in range(60)]
        for i, s in enumerate(slow):
            if i % 3:
                s.sendall(hello)
        drip = threading.Event()

        def drop():
            while not drip.wait(0.2):
                for s in slow[2::3]:
                    try:
                        s.sendall(b"x")
                    except OSError:
                        pass

        thread = threading.Thread(target=drop)
        thread.start()
        equal(shown(d), "first", "others are served")
        check(all([ended(s) for s in slow]), "all are ended")
        drip.set()
        thread.join()
        equal(shown(d), "first", "others are served after them")
        for s in slow:
            s.close()


@test
def a_certificate_that_has_expired_is_warned_of_and_used():
    for cert, key, words in ((expired, expired_key, "expired on 2020-02-01 00:00:00 UTC"),
                             (early, early_key, "is not valid before 2048-01-01 00:00:00 UTC")):
        with daemon(cert, key) as d:
            d.wait_for_line(f"{cert}: the certificate {words}")
            try:
                shown(d)
                check(False, "clients refuse it")
            except ssl.SSLCertVerificationError:
                check(True, "clients refuse it")


def refuses(cert, key, message):
    d = Program([MODERATO, "serve", "--key", KEY, "--config", write(config(cert, key))],
                {**os.environ, "MODERATO_BUNDLE": str(BUNDLE)})
    d.wait(3, message)
    check(any(message in line for line in d.stderr), message, d.stderr)


def write(text):
    path = folder / "config.yaml"
    path.write_text(text)
    return path


@test
def files_that_do_not_fit_are_refused():
    refuses(first, second_key, f"{second_key}: expected the private key of the first certificate in {first}, but it is another")
    refuses(first_key, first_key, f"{first_key}: expected a certificate in PEM")
    refuses(first, first, f"{first}: expected a private key in PEM, without a password")
    cut = folder / "cut.pem"
    cut.write_text(first.read_text()[:-100])
    refuses(cut, first_key, f"{cut}: expected a certificate in PEM")
    locked = folder / "locked.key"
    openssl("pkcs8", "-topk8", "-in", first_key, "-out", locked, "-passout", "pass:secret")
    refuses(first, locked, f"{locked}: expected a private key in PEM, without a password")
    refuses(folder, first_key, f"{folder}: expected a PEM file")


@test
def a_new_certificate_is_shown_and_open_connections_stay():
    with daemon() as d:
        old = open_tls(d)
        equal(ask(old), 200, "before")
        for i, (cert, key) in enumerate([(second, second_key), (first, first_key), (second, second_key)]):
            d.config_path.write_text(config(cert, key))
            d.signal(1)
            d.wait_for_line("moderato: reloaded", i + 1)
            equal(shown(d), cert.stem, "a new connection")
            equal(ask(old), 200, "the old connection")
        equal(name_of(old), "first", "the old connection's certificate")
        old.close()


@test
def a_bad_certificate_is_refused_and_the_old_goes_on():
    with daemon() as d:
        for i, (cert, key) in enumerate([(first, second_key), (folder / "none", first_key), (first_key, first)]):
            d.config_path.write_text(config(cert, key))
            d.signal(1)
            d.wait_for_line("the old one stays in use", i + 1)
            equal(shown(d), "first", "who is shown")
        d.config_path.write_text(config(second, second_key))
        d.signal(1)
        d.wait_for_line("moderato: reloaded")
        equal(shown(d), "second", "who is shown at last")


@test
def handshakes_go_on_while_certificates_change():
    """Some clients stop in the middle of a handshake, and go on when two other certificates have come."""
    with daemon(more="limits: {idle_seconds: 600, header_seconds: 600}\n") as d:
        stop = threading.Event()
        seen = set()
        lock = threading.Lock()

        def load():
            while not stop.is_set():
                with open_tls(d) as s:
                    status = ask(s)
                    with lock:
                        seen.add((name_of(s), status))

        def begin():
            """A handshake by hand: the first message is sent, and its answer is read."""
            incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
            tls = context().wrap_bio(incoming, outgoing, server_hostname="localhost")
            s = socket.create_connection(("127.0.0.1", d.ports[1]), 60)
            try:
                tls.do_handshake()
            except ssl.SSLWantReadError:
                s.sendall(outgoing.read())
            return s, tls, incoming, outgoing

        def end(s, tls, incoming, outgoing):
            while True:
                try:
                    tls.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    if data := outgoing.read():
                        s.sendall(data)
                    incoming.write(s.recv(65536))
            s.sendall(outgoing.read())
            name = dict(p[0] for p in tls.getpeercert()["subject"])["commonName"]
            s.close()
            return name

        threads = [threading.Thread(target=load) for _ in range(2)]
        for t in threads:
            t.start()
        try:
            for i in range(60):
                cert, key = ((second, second_key), (first, first_key))[i % 2]
                held = begin()
                silent = socket.create_connection(("127.0.0.1", d.ports[1]), 60)
                d.config_path.write_text(config(cert, key, "limits: {idle_seconds: 600, header_seconds: 600}\n"))
                d.signal(1)
                d.wait_for_line("moderato: reloaded", i + 1)
                check(end(*held) in ("first", "second"), "a handshake that was held")
                silent.close()
        finally:
            stop.set()
            for t in threads:
                t.join()
        equal(seen, {("first", 200), ("second", 200)}, "what was seen")


run()
