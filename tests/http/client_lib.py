# SPDX-License-Identifier: MIT
"""What the suites of other people's clients share. The clients run unmodified, as other programs.

Most let their address be set. Those that do not ask https://rest.akismet.com or
https://commentanalyzer.googleapis.com: for these, `famous()` starts a daemon on port 443 (and 80) of
a loopback address, with a certificate of a private authority, and gives the environment in which a
program finds the daemon under these names: libnss_wrapper answers for the name servers, and the
authority is trusted as its runtime wants it (NODE_EXTRA_CA_CERTS for Node).
"""
import glob
import re
import shutil
import socket
import subprocess
import time

from lib import *
import lib

CLIENTS = root / "tests/http/clients"

SPAM = ("BUY CHEAP PILLS ONLINE!!! Best casino bonus, 100% free money, click here now: "
        "http://cheap-pills.example/buy http://casino.example/win Viagra Cialis no prescription needed")
INSULT = "Only a fool would believe this, you fool."
FINE = "Thank you for the clear article. I had not thought about the second point in that way."


def node_packages(*names):
    """Ends the test unless Node and these packages (all of them: `make http-deps`) are there."""
    if not shutil.which("node"):
        skip("no node")
    missing = [n for n in names if not (CLIENTS / "node_modules" / n / "package.json").exists()]
    if missing:
        skip("not installed (make http-deps): " + " ".join(missing))


def program(command, name, env=None, wanted=None):
    """Runs a client's program, and counts its tests, which it reports as TAP (node:test and Test::More
    do). `wanted` is how many must be there at least: a program that tests nothing has failed."""
    result = subprocess.run([str(c) for c in command], env={**os.environ, **(env or {})}, cwd=CLIENTS,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            timeout=lib.PATIENCE, text=True)
    lines = re.findall(r"^(?:    )*(ok|not ok) \d+(?: - )?(.*)", result.stdout, re.M)
    for verdict, title in lines:
        check(verdict == "ok", f"{name}: {title}")
    good = check(result.returncode == 0, f"{name}: exit code {result.returncode}")
    if wanted:
        good &= check(len(lines) >= wanted, f"{name}: {len(lines)} tests, fewer than {wanted}")
    if not good or any(verdict != "ok" for verdict, _ in lines):
        print(result.stdout, flush=True)
    return result.stdout


def node(script, url=None, env=None, wanted=None, arguments=()):
    """Runs tests/http/clients/SCRIPT, which finds the daemon's address in URL and the key in KEY."""
    texts = {"SPAM": SPAM, "INSULT": INSULT, "FINE": FINE, "KEY": KEY, "NODE_NO_WARNINGS": "1"}
    if url:
        texts["URL"] = url
    return program(["node", "--test-reporter=tap", *arguments, CLIENTS / script], script,
                   {**texts, **(env or {})}, wanted)


# ---- the names of others ----

_authority = []


def authority():
    """The files of a private authority: its own certificate, and one with its key for all the names."""
    if _authority:
        return _authority[0]
    if not shutil.which("openssl"):
        skip("no openssl, to make certificates with")
    folder = work / "authority"
    folder.mkdir()

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ",".join("DNS:" + n for n in ("localhost", "rest.akismet.com", "*.rest.akismet.com",
                                         "commentanalyzer.googleapis.com"))
    (folder / "names").write_text(f"subjectAltName={names},IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
    openssl("req", "-x509", *key, "-subj", "/CN=moderato test authority", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", *key[:5], "-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "request.pem")
    openssl("x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "2",
            "-days", "2", "-extfile", "names", "-out", "cert.pem")
    _authority.append({"ca": folder / "ca.pem", "cert": folder / "cert.pem", "key": folder / "key.pem"})
    return _authority[0]


def _free_loopback(ports):
    """A loopback address of which these ports are free and may be taken: others may run at the same time."""
    start = time.time_ns() % 60000
    for i in range(20):
        number = 512 + (start + 37 * i) % 60000
        address = f"127.0.{number // 256}.{number % 256 or 1}"
        try:
            for port in ports:
                with socket.socket() as s:
                    s.bind((address, port))
            return address
        except PermissionError:
            skip(f"port {ports[0]} may not be bound here: it needs root or CAP_NET_BIND_SERVICE")
        except OSError:
            continue
    skip(f"no loopback address has the ports {ports} free")


def nss_wrapper():
    """The path of libnss_wrapper.so; ends the test without it."""
    found = glob.glob("/usr/lib/*/libnss_wrapper.so") + glob.glob("/usr/lib*/libnss_wrapper.so")
    if not found:
        skip("no libnss-wrapper")
    return found[0]


def famous(config="", **more):
    """A daemon behind the names that clients have built in, and the environment to see it there."""
    wrapper = nss_wrapper()
    made = authority()
    address = _free_loopback([443, 80])
    names = ["rest.akismet.com", KEY + ".rest.akismet.com", "ffffffffffff.rest.akismet.com",
             "commentanalyzer.googleapis.com"]
    hosts = work / f"hosts-{address}"
    hosts.write_text("".join(f"{address} {name}\n" for name in names) + "127.0.0.1 localhost\n")
    d = Daemon(config=f"listen: ['{address}:80']\ntls:\n  listen: ['{address}:443']\n"
                      f"  certificate: {made['cert']}\n  key: {made['key']}\n{config}",
               listen=(), listeners=2, ca=made["ca"], **more)
    return d, {"LD_PRELOAD": wrapper, "NSS_WRAPPER_HOSTS": str(hosts), "NODE_EXTRA_CA_CERTS": str(made["ca"]),
               "PERL_LWP_SSL_CA_FILE": str(made["ca"])}
