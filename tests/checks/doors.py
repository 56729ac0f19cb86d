# SPDX-License-Identifier: MIT
# Sends hostile text through every door to people's eyes: doors.py MODERATO BUNDLE FOLDER.
# A door is a command whose standard output and standard error are a terminal, and a text that the
# command shows. Whatever the text holds, nothing may reach the terminal that controls it, turns the
# direction of its text, hides in it, or begins a line that the program did not begin.
import json, os, pty, re, struct, sys

MODERATO, BUNDLE, WORK = sys.argv[1:]
MASK = (1 << 64) - 1

# What each kind is, as bytes. None of them may be in a file's name: NUL and slash.
KINDS = {
    "escape": b"\x1b[31mx\x1b]0;t\x07", "C0": b"\x08\x0b\x0c\x0e", "line": b"\nmoderato: forged",
    "return": b"\rmoderato: over", "tab": b"\t", "delete": b"\x7f", "C1": "\u009b31m\u0085".encode(),
    "bidi": "\u202a\u202b\u202c\u202d\u202e".encode(), "isolate": "\u2066\u2067\u2068\u2069".encode(),
    "mark": "\u200e\u200f\u061c".encode(), "separator": "\u2028\u2029".encode(),
    "zero width": "a\u200bb\u2060\ufeff".encode(), "joiner": "a\u200db\u200cc".encode(),
    "tag": "\U000e0041".encode(), "invalid": b"\xff\x9b\xc3(\xed\xa0\x80",
}
HOSTILE = [(0, 0x20), (0x7F, 0xA0), (0xAD, 0xAE), (0x61C, 0x61D), (0x200B, 0x2010), (0x2028, 0x202F),
           (0x2060, 0x2070), (0xFEFF, 0xFF00), (0xFFF9, 0xFFFC), (0xE0000, 0xE0100)]
STYLES = [b"\x1b[%sm" % s for s in (b"0", b"1", b"2", b"32", b"33", b"1;31", b"1;4;31", b"4;32")]
VALID = b"".join(v for k, v in KINDS.items() if k != "invalid").decode()


def on_terminal(args, term="dumb"):
    """What a terminal receives from a command."""
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(WORK)
        os.environ.update(TERM=term, MODERATO_BUNDLE=BUNDLE, LC_ALL="C.UTF-8")
        os.execv(MODERATO, [os.fsencode(a) for a in ["moderato", *args]])
    seen = b""
    while True:
        try:
            more = os.read(fd, 65536)
        except OSError:
            break
        if not more:
            break
        seen += more
    os.close(fd)
    return seen, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def wrong(seen, styled, data):
    """Why these bytes do harm, or None. Data may be of several lines, and have tabs."""
    if styled:
        for style in STYLES:
            seen = seen.replace(style, b"")
        seen = re.sub(rb"\r[^\r\n\x1b]*\x1b\[K", b"", seen)  # the progress, which writes over itself
    try:
        text = seen.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").decode()
    except UnicodeDecodeError as e:
        return f"not UTF-8: {seen[max(0, e.start - 20):e.end + 20]}"
    for i, c in enumerate(text):
        if c != "\n" and not (data and c == "\t") and any(a <= ord(c) < b for a, b in HOSTILE):
            return f"U+{ord(c):04X} in {text[max(0, i - 30):i + 30]!r}"
    if not data and any(line.startswith(("moderato: forged", "moderato: over")) for line in text.split("\n")):
        return "a forged line"
    return None


def path(name, content):
    with open(os.path.join(WORK, name), "wb") as f:
        f.write(content)
    return name


def patched(facts, description, card):
    """A bundle that says what it likes."""
    def fold(a, b):
        p = a * b
        return (p ^ p >> 64) & MASK

    def digest(data, seed):
        k0, k1 = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
        h = seed ^ fold(len(data) ^ k0, k1)
        end = len(data) & ~7
        for (v,) in struct.iter_unpack("<Q", data[:end]):
            p = (h ^ v) * k1
            h = (p ^ p >> 64) & MASK
        if len(data) > end:
            h = fold(h ^ int.from_bytes(data[end:], "little"), k0)
        return fold(h ^ k1, k0)

    data = bytearray(open(BUNDLE, "rb").read())
    n = struct.unpack_from("<I", data, 32)[0]
    for i in range(n):
        tag, _, at, size = struct.unpack_from("<4sIQQ", data, 40 + 24 * i)
        if tag == b"FACT":
            # One line for each fact, so the newline itself cannot be in one.
            line = b"corpus\t" + facts.replace(b"\n", b"").replace(b"\t", b"") + b"\n"
            data[at:at + size] = (line + b"x\t" + b"y" * (size - len(line) - 3) + b"\n")
        elif tag == b"CARD":
            data[at:at + size] = card.ljust(size, b" ")[:size]
        elif tag == b"HEAD":
            data[at + 40:at + 40 + len(description)] = description
            data[at + 40 + len(description)] = 0
    data[24:32] = bytes(8)
    data[24:32] = struct.pack("<Q", digest(bytes(data[40:]), digest(bytes(data[:40]), 0)))
    return path("hostile.bundle", bytes(data))


def comments():
    """Comments whose every member is hostile, one for each kind, and all of them in one."""
    lines = []
    for text in [v.decode() for k, v in KINDS.items() if k != "invalid"] + [VALID]:
        lines.append(json.dumps({"id": text, "text": "You idiot " + text, "author": text, "title": text,
            "author_url": "http://x.example/" + text, "group": text, "url": text, "extra": text,
            "created": text, "parent": text, "spam": 0, "toxicity": 1, "identities": [text]}))
    return "\n".join(lines).encode() + b"\n"


def names():
    """Every kind in a name: five at once, so that the names are not cut; what is no UTF-8 by itself."""
    kinds = list(KINDS)
    for i in range(0, len(kinds) - 1, 5):
        yield ", ".join(kinds[i:i + 5]), b"no" + b"".join(KINDS[k] for k in kinds[i:min(i + 5, len(kinds) - 1)])
    yield "invalid", b"no" + KINDS["invalid"]


def doors():
    """Each door: its name, the arguments, and whether it is a table with styles."""
    good = path("good.jsonl", b'{"id":"1","text":"You idiot"}\n')
    hostile = path("comments.jsonl", comments())
    lines = path("lines.txt", b"\n".join(v for k, v in KINDS.items() if k != "line") + b"\n")
    text = VALID.replace("\n", "").replace("\r", "")
    for command in ("score", "import", "campaigns", "eval", "train", "tune", "budget", "perturb",
                    "features", "explain", "export", "inspect", "screen"):
        for kind, name in names():
            yield f"{command}: file, {kind}", [command, name], False
            if command in ("import", "campaigns", "budget"):
                continue  # no bundle
            yield f"{command}: bundle, {kind}", [command, "--bundle", name, good], False
    for kind, name in names():
        yield f"command, {kind}", [name], False
        yield f"help, {kind}", ["help", name], False
        yield f"option, {kind}", ["score", b"--" + name], False
        for option in ("policy", "output", "attributes", "columns", "charset", "format", "with", "shard",
                       "jobs", "report", "out"):
            value = b"no/" + name if option in ("report", "out") else name
            yield f"--{option}, {kind}", ["score", b"--%s=%s" % (option.encode(), value), good], False
        yield f"--states, {kind}", ["import", "--labels", "--states", name, good], False
        yield f"--weight, {kind}", ["train", "--weight", name, "-o", "x", good], False
        yield f"--gate, {kind}", ["eval", "--gate", name, good], False
        yield f"serve: configuration, {kind}", ["serve", "--check", "--config", name], False
        yield f"serve: address, {kind}", ["serve", "--check", "--listen", name], False
        bad = name.replace(b"/", b"") + b".jsonl"
        path(os.fsdecode(bad), b'{"text": \n{"text":1}\n' + name + b"\n")
        yield f"bad record, {kind}", ["score", "--strict", bad], False
        yield f"bad record of train, {kind}", ["train", "-o", "x", bad], False
        quoted = json.dumps(name.decode("latin-1") if "invalid" in kind else name.decode()).encode()
        path("keys.yaml", b"rules:\n - {" + quoted + b": 1}\n")
        yield f"policy's key, {kind}", ["score", "--policy", "keys.yaml", good], False
        path("value.yaml", b"rules:\n - {name: a, action: " + quoted + b"}\n")
        yield f"policy's value, {kind}", ["score", "--policy", "value.yaml", good], False
        path("serve.yaml", quoted + b": 1\n")
        yield f"serve's key, {kind}", ["serve", "--check", "--config", "serve.yaml"], False
        path("listen.yaml", b"listen: [" + quoted + b"]\npolicy: " + quoted + b"\n")
        yield f"serve's value, {kind}", ["serve", "--check", "--config", "listen.yaml"], False
        path("raw.yaml", b"rules: [{name: " + name + b"}]\n")
        yield f"policy's bytes, {kind}", ["score", "--policy", "raw.yaml", good], False
    path("rule.yaml", ('rules:\n - {name: %s, action: hold, message: %s, when: {attribute: toxicity, '
                       'above: 0}}\n' % (json.dumps(text), json.dumps(text))).encode())
    patched(text.encode() + KINDS["invalid"], text.encode()[:120], VALID.encode() + KINDS["invalid"])
    for term in ("dumb", "xterm"):
        styled = term == "xterm"
        for output in ("jsonl", "csv", "tsv", "table", "scores"):
            yield f"score: {output}, {term}", ["score", "--campaigns" if output != "scores" else "-q",
                "--output", output, hostile, lines], styled
        for output in ("jsonl", "csv", "tsv"):
            yield f"score with text: {output}, {term}", ["score", "--output", output, "--with", "text",
                hostile, lines], styled
        for output in ("jsonl", "table"):
            yield f"rules: {output}, {term}", ["score", "--policy", "rule.yaml", "--output", output,
                hostile], styled
            yield f"screen: {output}, {term}", ["screen", "--policy", "rule.yaml", "--output", output,
                "You idiot " + VALID], styled
            yield f"explain: {output}, {term}", ["explain", "--output", output, "You idiot " + VALID], styled
            yield f"explain, invalid: {output}, {term}", ["explain", "--output", output,
                b"You idiot " + KINDS["invalid"]], styled
            yield f"campaigns: {output}, {term}", ["campaigns", "--least", "2", "--output", output,
                "alike.jsonl"], styled
            yield f"inspect: {output}, {term}", ["inspect", "--output", output, "hostile.bundle"], styled
        yield f"eval: table, {term}", ["eval", "--output", "table", hostile, hostile], styled
        yield f"eval: jsonl, {term}", ["eval", "--output", "jsonl", hostile], styled
    for to in ("jsonl", "csv", "wxr"):
        yield f"import: {to}", ["import", "--to", to, hostile, lines], False
    yield "inspect: card", ["inspect", "--card", "hostile.bundle"], False
    yield "inspect: figures", ["inspect", "--card-json", "hostile.bundle"], False
    yield "perturb", ["perturb", hostile], False
    yield "features", ["features", hostile], False
    yield "score with spans", ["score", "--output", "jsonl", "--with", "spans,explain", hostile], False


def main():
    long = "The same long advertisement for a shop that sells watches to people who want one of them today, "
    path("alike.jsonl", b"".join(json.dumps({"id": VALID, "author": VALID, "created": VALID,
        "text": long + VALID + " http://x.example/"}).encode() + b"\n" for _ in range(4)))
    failed, passed, silent = [], 0, []
    for name, args, styled in doors():
        seen, code = on_terminal(args, "xterm" if styled else "dumb")
        data = any(word in name for word in ("csv", "tsv", "scores", "wxr", "card"))
        why = wrong(seen, styled, data)
        if why or code < 0:
            failed.append(f"{name}: {why or code}")
        elif not seen.strip():
            silent.append(name)
        else:
            passed += 1
    for line in failed:
        print("failed:", line)
    for name in silent:
        print("failed: nothing came through:", name)
    print(f"{passed} passed, {len(failed) + len(silent)} failed, 0 skipped")
    return 1 if failed or silent else 0


sys.exit(main())
