# SPDX-License-Identifier: MIT
"""Certificates for tests, made when they run: an authority, and what it signs."""
import shutil
import subprocess

from lib import skip_all, work

if not shutil.which("openssl"):
    skip_all("no openssl, to make certificates with")

folder = work / "certificates"
folder.mkdir()
ca = folder / "ca.pem"


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], cwd=folder, check=True, capture_output=True)


def _new_key(kind):
    return ["-newkey", "rsa:2048"] if kind == "rsa" else ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]


openssl("req", "-x509", *_new_key("ec"), "-nodes", "-days", "2", "-subj", "/CN=test authority", "-keyout", "ca.key",
        "-out", "ca.pem")
(folder / "ca.conf").write_text("[ca]\ndefault_ca = here\n[here]\ndatabase = index\nnew_certs_dir = .\nserial = serial\n"
                                "default_md = sha256\nunique_subject = no\npolicy = any\n[any]\ncommonName = supplied\n"
                                "[leaf]\nsubjectAltName = DNS:localhost,IP:127.0.0.1\nbasicConstraints = CA:FALSE\n")
(folder / "index").write_text("")
(folder / "serial").write_text("10\n")


def certificate(name, kind="ec", begin="20250101000000Z", end="20490101000000Z"):
    """Makes a certificate of this common name for localhost; returns the paths of it and of its key."""
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    openssl("req", *_new_key(kind), "-nodes", "-subj", f"/CN={name}", "-keyout", key, "-out", f"{name}.csr")
    openssl("ca", "-batch", "-config", "ca.conf", "-cert", ca, "-keyfile", "ca.key", "-in", f"{name}.csr", "-out", cert,
            "-notext", "-extensions", "leaf", "-startdate", begin, "-enddate", end)
    return cert, key
