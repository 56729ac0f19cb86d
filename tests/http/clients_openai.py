# SPDX-License-Identifier: MIT
"""npm openai, the official client, asks for moderations."""
from lib import *
from client_lib import *


@test
def npm_openai():
    node_packages("openai")
    with Daemon() as d:
        node("openai.mjs", d.url, wanted=7)


run()
