# SPDX-License-Identifier: MIT
"""A shadow: a second bundle or policy that decides, too, and that nobody but the operator sees."""
import re
import signal
import subprocess

from lib import *

BEARER = {"Authorization": "Bearer " + KEY}
KIND, RUDE = "Thank you for this kind comment.", "You stupid idiot, shut up and die."
HOLD_ALL = "version: 1\nrules:\n  - {name: all, when: {toxicity: \">= 0\"}, action: hold}\n"
HOLD_RUDE = "version: 1\nrules:\n  - {name: rude, when: {toxicity: \">= 0.5\"}, action: hold}\n"
ANALYZE = "/v1alpha1/comments:analyze?key=" + KEY


def shadowed(name, more="", policy=HOLD_ALL):
    """A configuration with a policy that holds rude comments and a shadow that holds all."""
    (work / "main.yaml").write_text(HOLD_RUDE)
    (work / "all.yaml").write_text(policy)
    samples = work / f"{name}.jsonl"
    samples.unlink(missing_ok=True)
    config = f"policy: {work}/main.yaml\nthreads: 2\nshadow:\n  policy: {work}/all.yaml\n"
    return config + more.replace("SAMPLES", str(samples)), samples


def metric(daemon, name):
    text = daemon.get("/metrics", BEARER).text
    return [float(v) for v in re.findall("^" + re.escape(name) + " (.*)$", text, re.M)]


def pair(daemon, decision, shadow):
    got, = metric(daemon, f'moderato_shadow_decisions_total{{decision="{decision}",shadow="{shadow}"}}')
    return got


def sampled(daemon, result):
    got, = metric(daemon, f'moderato_shadow_samples_total{{result="{result}"}}')
    return got


def screen(daemon, text):
    return daemon.post_json("/v1/screen", {"text": text, "author": "Ann", "email": "ann@example.com"}, BEARER).json


def analyze(daemon, text, **more):
    return daemon.post_json(ANALYZE, {"comment": {"text": text}, "languages": ["en"],
                                      "requestedAttributes": {"TOXICITY": {}}, **more}).status


@test
def decisions_are_counted_in_pairs():
    config, _ = shadowed("pairs")
    with Daemon(config=config) as d:
        equal([screen(d, t)["decision"] for t in [KIND, KIND, RUDE]], ["publish", "publish", "hold"],
              "the client sees the decision, not the shadow's")
        equal((pair(d, "publish", "hold"), pair(d, "hold", "hold"), pair(d, "publish", "publish")), (2, 1, 0), "pairs")
        equal(metric(d, 'moderato_decisions_total{decision="publish"}'), [2], "decisions that clients were told")
        equal(metric(d, 'moderato_shadow_score_difference_count{attribute="toxicity"}'), [3], "scores compared")
        equal(metric(d, 'moderato_shadow_score_difference_sum{attribute="toxicity"}'), [0], "the same bundle")
        check('moderato_bundle_info{role="shadow"' in d.get("/metrics", BEARER).text, "the shadow's bundle")
        check("\nshadow " in d.get("/readyz").text, "readiness tells of it")


@test
def scores_of_another_bundle_are_compared():
    other = root / "models/default"
    config = f"shadow: {{bundle: {other}}}\n"
    with Daemon(config=config) as d:
        screen(d, RUDE)
        difference, = metric(d, 'moderato_shadow_score_difference_sum{attribute="toxicity"}')
        check(0 < difference < 1, "another bundle has another score", difference)
        checksums = set(re.findall('checksum="([0-9a-f]+)"', d.get("/metrics", BEARER).text))
        equal(len(checksums), 2, "two bundles")


@test
def nothing_is_written_unless_a_file_is_named():
    config, samples = shadowed("nothing")
    with Daemon(config=config) as d:
        screen(d, KIND)
        equal(pair(d, "publish", "hold"), 1, "counted")
        check(not samples.exists() and sampled(d, "written") == 0, "and not written")


@test
def comments_that_differ_are_sampled():
    config, samples = shadowed("samples", "  samples: SAMPLES\n")
    with Daemon(config=config) as d:
        screen(d, KIND + '\n"\u00e4')
        screen(d, RUDE)
        analyze(d, KIND)
        equal(sampled(d, "written"), 2, "two of three differ")
    first, second = [json.loads(line) for line in samples.read_text().splitlines()]
    equal((first["text"], first["decision"], first["shadow_decision"]), (KIND + '\n"\u00e4', "publish", "hold"), "a sample")
    check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first["time"]), "its time")
    equal(first["scores"], first["shadow_scores"], "its scores")
    equal(set(first), {"time", "text", "decision", "shadow_decision", "scores", "shadow_scores"},
          "neither author nor address")
    equal(second["text"], KIND, "of a protocol without decisions, too")
    equal(samples.stat().st_mode & 0o777, 0o600, "nobody else may read it")
    r = subprocess.run([MODERATO, "score", "--bundle", BUNDLE, samples], capture_output=True)
    equal((r.returncode, r.stdout.count(b"\n")), (0, 2), "moderato reads it as comments")


@test
def do_not_store_is_honoured():
    config, samples = shadowed("private", "  samples: SAMPLES\n")
    with Daemon(config=config) as d:
        if analyze(d, KIND, doNotStore=True) == 404:
            skip("this daemon does not speak Perspective's protocol")
        analyze(d, KIND, do_not_store=True)
        analyze(d, "This one may be kept.", doNotStore=False)
        screen(d, "This one, too.")
        equal(pair(d, "publish", "hold"), 4, "all are counted")
        equal((sampled(d, "private"), sampled(d, "written")), (2, 2), "two are private")
    equal([json.loads(line)["text"] for line in samples.read_text().splitlines()],
          ["This one may be kept.", "This one, too."], "and not written")


@test
def a_share_is_sampled():
    config, samples = shadowed("share", "  samples: SAMPLES\n  samples_share: 0.25\n")
    with Daemon(config=config) as d:
        c = d.connection()  # one connection: one thread
        for _ in range(40):
            d.post_json("/v1/screen", {"text": KIND}, BEARER, connection=c)
        c.close()
        equal((sampled(d, "written"), sampled(d, "skipped")), (10, 30), "every fourth")
    equal(len(samples.read_text().splitlines()), 10, "lines")


@test
def the_file_ends_at_its_size():
    config, samples = shadowed("full", "  samples: SAMPLES\n  samples_bytes: 2KiB\n")
    with Daemon(config=config) as d:
        for _ in range(20):
            screen(d, KIND)
        written, full = sampled(d, "written"), sampled(d, "full")
        check(written > 1 and full > 1 and written + full == 20, "some are written, some are not", (written, full))
    check(samples.stat().st_size <= 2048, "at most its size", samples.stat().st_size)
    equal(len([json.loads(line) for line in samples.read_text().splitlines()]), written, "whole lines")
    with Daemon(config=config) as d:
        screen(d, KIND)
        equal(sampled(d, "full"), 1, "also after a restart")


@test
def a_full_disk_costs_samples_only():
    config, _ = shadowed("disk", "  samples: /dev/full\n")
    with Daemon(config=config) as d:
        equal(screen(d, KIND)["decision"], "publish", "the answer is there")
        equal(sampled(d, "failed"), 1, "the loss is counted")


@test
def a_link_is_not_followed():
    config, samples = shadowed("link", "  samples: SAMPLES\n")
    other = work / "other.jsonl"
    samples.symlink_to(other)
    path = work / "link.yaml"
    path.write_text(config)
    r = subprocess.run([MODERATO, "serve", "--bundle", BUNDLE, "--listen", "127.0.0.1:0", "--key", KEY,
                        "--config", path], capture_output=True, text=True, timeout=60)
    check(r.returncode != 0 and f"{samples}: is a link" in r.stderr, "it is said", r.stderr)
    check(not other.exists(), "nothing is made")


@test
def a_reload_brings_and_takes_it():
    config, _ = shadowed("reload")
    with Daemon(config="{}\n") as d:
        check("moderato_shadow" not in d.get("/metrics", BEARER).text, "no shadow, no metrics of it")
        d.config_path.write_text(config)
        d.signal(signal.SIGHUP)
        d.wait_for_line("reloaded")
        screen(d, KIND)
        equal(pair(d, "publish", "hold"), 1, "the shadow decides")
        d.config_path.write_text("shadow: {policy: no-such-file.yaml}\n")
        d.signal(signal.SIGHUP)
        d.wait_for_line("not reloaded")
        screen(d, KIND)
        equal(pair(d, "publish", "hold"), 2, "a bad one is refused, the old goes on")


run()
