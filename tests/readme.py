#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Run the examples of Markdown files and compare what they print.

    B=build/cc CC=cc tests/readme.py README.md …        (UPDATE=1 writes what was seen)

In a ```console block a line "$ command" (going on with "> " lines) is run by sh, and the lines up
to the next command are what it must print, on a terminal of 100 columns: standard output and
standard error together. A line "..." stands for any lines. A ```c block is compiled to ./example,
and a ```yaml block written to policy.yaml, or to NAME.yaml where it begins with "# NAME.yaml", for the
commands after it. Each file's commands run in order in one empty folder that sees the tree's folders;
other blocks are not run. Where commands ask 127.0.0.1:8080, a daemon answers on a free port, with the
key 0123456789ab.
"""
import contextlib
import fcntl
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import tempfile
import termios

ROOT = os.getcwd()
B = os.path.abspath(os.environ["B"])
COLUMNS = 100
SEEN = ("corpus", "include", "models", "src", "tools")
DAEMON, KEY = "127.0.0.1:8080", "0123456789ab"


class Command:
    def __init__(self, line, first):
        self.line = line  # where its output begins in the file
        self.script = first
        self.expected = []


def blocks(lines):
    """Yield (kind, first line, end) of each fenced block."""
    kind = start = None
    for i, line in enumerate(lines):
        if kind is None and re.match(r"```\w+$", line):
            kind, start = line[3:], i + 1
        elif kind is not None and line == "```":
            yield kind, start, i
            kind = None
    if kind is not None:
        sys.exit("a block is not closed")


def commands(lines, start, end):
    found = []
    more = False
    for i in range(start, end):
        line = lines[i]
        if line.startswith("$ "):
            found.append(Command(i + 1, line[2:]))
            more = True
        elif more and line.startswith("> "):
            found[-1].script += "\n" + line[2:]
            found[-1].line = i + 1
        elif found:
            more = False
            found[-1].expected.append(line)
    return found


def run(script, env, folder):
    """Standard output and standard error, as a terminal shows them."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    child = subprocess.Popen(["sh", "-c", script], cwd=folder, env=env, stdin=subprocess.DEVNULL,
        stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the last writer is gone
            piece = b""
        if not piece:
            break
        seen += piece
    child.wait()
    os.close(ours)
    return [line.rstrip() for line in seen.decode("utf-8", "replace").splitlines()]


def matches(expected, seen):
    """Equal, where "..." stands for any lines."""
    if not expected:
        return not seen
    if expected[0] == "...":
        return any(matches(expected[1:], seen[i:]) for i in range(len(seen) + 1))
    return bool(seen) and expected[0] == seen[0] and matches(expected[1:], seen[1:])


def compile_example(source, folder):
    with open(os.path.join(folder, "example.c"), "w") as f:
        f.write(source)
    libs = [line[14:] for line in open(os.path.join(B, "moderato.pc"))
        if line.startswith("Libs.private: ")][0]
    cc = shlex.split(os.environ.get("CC") or "cc")
    flags = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I" + ROOT + "/include"]
    if os.environ.get("SAN"):
        flags.append("-fsanitize=" + os.environ["SAN"])
        if "clang" in os.path.basename(cc[0]):
            flags.append("-fsanitize-link-c++-runtime")
    subprocess.run(cc + flags + ["-o", "example", "example.c", B + "/libmoderato.a"] +
        shlex.split(libs), cwd=folder, check=True)


@contextlib.contextmanager
def daemon(env, folder):
    """A daemon on a free port; gives its address."""
    with subprocess.Popen(["moderato", "serve", "--listen", "127.0.0.1:0", "--key", KEY], cwd=folder, env=env,
            stderr=subprocess.PIPE, text=True) as child:
        line = next((line for line in child.stderr if "listening on" in line), None)
        if not line:
            sys.exit("moderato serve did not start")
        try:
            yield line.strip().rpartition("/")[2]
        finally:
            child.terminate()


def check(path, env, folder, update):
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    asked = any(DAEMON in command.script for kind, start, end in blocks(lines) if kind == "console"
        for command in commands(lines, start, end))
    with daemon(env, folder) if asked else contextlib.nullcontext(DAEMON) as address:
        return check_lines(path, lines, env, folder, update, address)


def check_lines(path, lines, env, folder, update, address):
    passed = failed = 0
    edits = []
    for kind, start, end in blocks(lines):
        text = "\n".join(lines[start:end]) + "\n"
        if kind == "c":
            compile_example(text, folder)
            passed += 1
        elif kind == "yaml":
            named = re.match(r"# (\w[\w-]*\.yaml)\n", text)
            with open(os.path.join(folder, named[1] if named else "policy.yaml"), "w") as f:
                f.write(text)
        elif kind == "console":
            for command in commands(lines, start, end):
                seen = run(command.script.replace(DAEMON, address), env, folder)
                seen = [line.replace(address, DAEMON) for line in seen]
                if matches(command.expected, seen):
                    passed += 1
                elif update:
                    edits.append((command, seen))
                else:
                    failed += 1
                    print(f"{path}:{command.line}: $ {command.script}")
                    print("\n".join("  expected: " + line for line in command.expected))
                    print("\n".join("  printed:  " + line for line in seen))
    for command, seen in reversed(edits):
        lines[command.line:command.line + len(command.expected)] = seen
    if edits:
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines))
    return passed + len(edits), failed


def main():
    passed = failed = 0
    for path in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(folder + "/.bin")
            os.symlink(B + "/moderato", folder + "/.bin/moderato")
            for name in SEEN:
                os.symlink(os.path.join(ROOT, name), os.path.join(folder, name))
            env = {name: value for name, value in os.environ.items()
                if name not in ("MODERATO_BUNDLE", "UPDATE")}
            env.update(PATH=folder + "/.bin:" + env["PATH"], NO_COLOR="1", COLUMNS=str(COLUMNS),
                TERM="dumb", LC_ALL="C.UTF-8")
            if env.get("DEFAULT_BUNDLE"):
                env["MODERATO_BUNDLE"] = os.path.abspath(env["DEFAULT_BUNDLE"])
            good, bad = check(path, env, folder, bool(os.environ.get("UPDATE")))
            passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)


main()
