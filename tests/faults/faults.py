#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lets each call on files of each command that writes files fail in turn, or end the program.

Whatever happens, each file is afterwards the old one or the new one, whole; the exit code is 0 only
if the new one is there; and nothing else is left, but what `score --resume` goes on with, which then
gives the same bytes as a run without a fault.

  faults.py MODERATO FAULTS.so CORPUS    (FULL=1: every point in every way)
"""
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

MODERATO, FAULTS, CORPUS = (os.path.abspath(path) for path in sys.argv[1:])
FULL = os.environ.get("FULL")
WAYS = ["ENOSPC", "KILL", "TERM", "EMFILE", "SHORT"]
OLD = b"<!DOCTYPE html>\nthe old file\n"  # a report is written over nothing but a report

failed = 0
tried = {}


def say(name, point, what):
    global failed
    failed += 1
    if failed <= 20:
        print(f"failed: {name}: {point}: {what}")


def comments(path, keep):
    with open(path, encoding="utf-8") as lines:
        for i, line in enumerate(lines):
            record = json.loads(line)
            if keep(i) and record["labels"].get("spam") is not None:
                yield record


def write_inputs(folder):
    spam = list(comments(f"{CORPUS}/spam.jsonl", lambda i: i % 12 == 0))
    good = list(comments(f"{CORPUS}/posts.jsonl", lambda i: i % 24 == 0))
    with open(f"{folder}/train.jsonl", "w", encoding="utf-8") as out:
        for record in spam + good:
            label = {"spam": record["labels"]["spam"]}
            print(json.dumps({"id": record["id"], "text": record["text"], "labels": label}), file=out)
    with open(f"{folder}/site.jsonl", "w", encoding="utf-8") as out:
        for record in spam + good[:30]:
            state = "spam" if record["labels"]["spam"] else "published"
            print(json.dumps({"id": record["id"], "text": record["text"], "state": state}), file=out)
    with open(f"{folder}/few.jsonl", "w", encoding="utf-8") as out:
        for record in (spam + good)[:20]:
            print(json.dumps({"id": record["id"], "text": record["text"], "labels": record["labels"]}), file=out)


COMMANDS = {  # arguments, and the files that they write
    "score -o": (["score", "-q", "-j1", "--checkpoint", "0", "-o", "o.jsonl", "../few.jsonl"], ["o.jsonl"]),
    "score --report": (["score", "-q", "-j1", "--report", "r.html", "../few.jsonl"], ["r.html"]),
    "score -o --report": (["score", "-q", "-j1", "-o", "o.jsonl", "--report", "r.html", "../few.jsonl"],
                          ["o.jsonl", "r.html"]),
    "export": (["export", "--attributes", "spam", "-o", "spam.model"], ["spam.model"]),
    "eval": (["eval", "-q", "-j1", "--report", "e.html", "../few.jsonl"], ["e.html"]),
    "train": (["train", "-q", "-j1", "--bits", "10", "--folds", "2", "--cost", "0.1", "-o", "t.bundle",
               "../train.jsonl"], ["t.bundle", "t.card.md", "t.card.json"]),
    "tune": (["tune", "-q", "-j1", "--attributes", "spam", "-o", "s.bundle", "../site.jsonl"],
             ["s.bundle", "s.card.md", "s.card.json"]),
}

ALIKE = ["score -o --report", "tune"]  # they write as others do


def run(arguments, folder, **faults):
    env = dict(os.environ, MODERATO_BUNDLE="../small.bundle", **faults)
    if faults:
        env["LD_PRELOAD"] = FAULTS
    done = subprocess.run([MODERATO] + arguments, cwd=folder, env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    return done.returncode, done.stderr.decode()


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def fresh(folder, outputs, old):
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    for name in outputs if old else []:
        with open(f"{folder}/{name}", "wb") as file:
            file.write(OLD)


def points_of(folder, arguments, faults):
    """The calls of a run, without most of many equal ones in a row."""
    count = folder + ".count"
    if os.path.exists(count):
        os.unlink(count)
    run(arguments, folder, FAULT_COUNT=count, **faults)
    with open(count, encoding="ascii") as lines:
        calls = [line.split()[1] for line in lines]
    chosen = []
    for i, call in enumerate(calls):
        inner = 0 < i < len(calls) - 1 and calls[i - 1] == call == calls[i + 1]
        if FULL or not inner:
            chosen.append((i + 1, call))
    return chosen


def check(name, folder, new, old, call, way, named):
    """One run with a fault: how the files are afterwards."""
    arguments, outputs = COMMANDS[name]
    number, what = call
    point = f"call {number}, {what}, {way}{', named' if named else ''}{'' if old else ', no old file'}"
    fresh(folder, outputs, old)
    faults = {"FAULT_AT": str(number), "FAULT_HOW": way}
    if named:
        faults["FAULT_NAMED"] = "1"
    code, said = run(arguments, folder, **faults)
    tried[name] = tried.get(name, 0) + 1
    for output in outputs:
        got = read(f"{folder}/{output}")
        if got not in (OLD if old else None, new[output]):
            say(name, point, f"{output} is neither the old nor the new file")
        if code == 0 and got != new[output]:
            say(name, point, f"exit code 0 without the new {output}")
    if code < 0 and code not in (-signal.SIGKILL, -signal.SIGTERM):
        say(name, point, f"ended by signal {-code}")
    if code > 0 and not said:
        say(name, point, f"exit code {code} without a word")
    left = set(os.listdir(folder)) - set(outputs)
    if name.startswith("score -o") and code != 0:
        left -= {"o.jsonl.partial", "o.jsonl.progress"}
    if way == "KILL" and (named or what in ("renameat", "linkat")) or way == "TERM" and named:
        left = {file for file in left if not file.startswith(".moderato-")}
    if left:
        say(name, point, f"left behind: {' '.join(sorted(left))}")
    if name == "score -o" and code != 0:
        # Input that was lost stays lost for --resume, so that such a run begins anew.
        how = [] if what == "lseek" else ["--resume"]
        code, said = run(arguments[:1] + how + arguments[1:], folder)
        if code or read(f"{folder}/o.jsonl") != new["o.jsonl"]:
            say(name, point, f"not gone on with: exit code {code}: {said}")


def sweep(name, folder):
    arguments, outputs = COMMANDS[name]
    fresh(folder, outputs, False)
    code, said = run(arguments, folder)
    new = {output: read(f"{folder}/{output}") for output in outputs}
    if code or None in new.values():
        say(name, "without a fault", f"exit code {code}: {said}")
        return
    for named in (False, True):
        fresh(folder, outputs, True)
        for i, call in enumerate(points_of(folder, arguments, {"FAULT_NAMED": "1"} if named else {})):
            for n, way in enumerate(["EIO"] + WAYS):
                if FULL or (n == 0 and not named) or (i % 2 == named and n == 1 + i % len(WAYS)):
                    check(name, folder, new, True, call, way, named)
            if FULL or i % 8 == 0:
                check(name, folder, new, False, call, "EIO", named)


def main():
    work = tempfile.mkdtemp()
    try:
        write_inputs(work)
        run(["train", "-q", "-j1", "--bits", "10", "--folds", "2", "--cost", "0.1", "-o", "small.bundle",
             "train.jsonl"], work)
        for name in COMMANDS:
            if FULL or name not in ALIKE:
                sweep(name, f"{work}/out")
    finally:
        shutil.rmtree(work)
    for name, n in tried.items():
        print(f"{name}: {n} runs with a fault")
    print(f"{sum(tried.values()) - failed} passed, {failed} failed, 0 skipped")
    return failed > 0


sys.exit(main())
