# SPDX-License-Identifier: MIT
"""Clients of Akismet: npm akismet-api (and its own integration tests), akismet, @cedx/akismet, and
Debian's libnet-akismet-perl. Each with an address of its own where that can be set, and as it comes,
which means https (or http) to rest.akismet.com and KEY.rest.akismet.com."""
from lib import *
from client_lib import *


def named(d):
    """An environment in which ak.example is this daemon, and so is KEY.ak.example."""
    hosts = work / "hosts-own"
    hosts.write_text("".join(f"127.0.0.1 {n}ak.example\n" for n in ("", KEY + ".", "ffffffffffff.")))
    return {"LD_PRELOAD": nss_wrapper(), "NSS_WRAPPER_HOSTS": str(hosts), "HOST": f"ak.example:{d.port}"}


def own():
    """A daemon for a service name of one's own. `akismet` sends no key where it has an address."""
    return Daemon(config="akismet: {service_names: [ak.example, rest.akismet.com], anonymous: true}\n")


def perl(env):
    if not shutil.which("perl") or subprocess.run(["perl", "-MNet::Akismet", "-e1"], capture_output=True).returncode:
        skip("no libnet-akismet-perl")
    program(["perl", CLIENTS / "net-akismet.pl"], "net-akismet.pl", {**env, "KEY": KEY, "SPAM": SPAM, "FINE": FINE}, 8)


@test
def akismet_api_at_an_address_of_its_own():
    node_packages("akismet-api")
    with own() as d:
        node("akismet-api.mjs", env=named(d), wanted=14)


@test
def akismet_at_an_address_of_its_own():
    node_packages("akismet")
    with own() as d:
        node("akismet.mjs", env={"PORT": str(d.port)}, wanted=6)


@test
def cedx_akismet_at_an_address_of_its_own():
    node_packages("@cedx/akismet")
    with Daemon() as d:
        node("cedx-akismet.mjs", d.url, wanted=9)


@test
def net_akismet_at_an_address_of_its_own():
    with own() as d:
        perl(named(d))


@test
def npm_clients_as_they_come():
    node_packages("akismet-api", "akismet", "@cedx/akismet", "mocha", "chai")
    d, env = famous()
    with d:
        node("akismet-api.mjs", env=env, wanted=14)
        node("akismet.mjs", env=env, wanted=6)
        node("akismet.mjs", env={**env, "ASK_PORT": "443"}, wanted=6)
        node("cedx-akismet.mjs", env=env, wanted=9)
        # What akismet-api's authors test the service itself with.
        program(["node", "node_modules/mocha/bin/mocha.js", "--reporter", "tap",
                 "node_modules/akismet-api/test/integration.spec.js"], "akismet-api's integration.spec.js",
                {**env, "AKISMET_KEY": KEY}, 5)


@test
def net_akismet_as_it_comes():
    d, env = famous()
    with d:
        perl(env)


run()
