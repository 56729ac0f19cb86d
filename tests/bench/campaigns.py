#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A batch of comments with planted campaigns, and how many of them `moderato campaigns` finds.

    campaigns.py make [--comments N] [--campaigns N] [--least N] [--most N] [--seed N] [--apart]
                      MODERATO OUT.jsonl [FILE.jsonl…]
    campaigns.py took MODERATO OUT.jsonl FOUND.jsonl
    campaigns.py judge OUT.jsonl FOUND.jsonl [--found SHARE] [--caught SHARE]

make: the campaigns' texts are spam and abuse from corpus/. Of each there are `least` to `most`
variants (sizes as even on a logarithmic scale), and of each variant 5 to 20 in a hundred words are
swapped for any others, a neighbour pair changes places now and then, every link is another one or
is gone, numbers differ, and half of the variants go through `moderato perturb`, in turn by each of
its families, with three in ten words in disguise. The others are the FILEs' texts, each once, and
where they do not suffice texts that a chain of word pairs draws from them; with --apart only those that
share no run of eight words with another, for real texts hold campaigns of their own (notices, text
message spam, retweets). Same seed, same bytes.

took: run `moderato campaigns --output jsonl --members 0` on one core, and print the processor seconds
and the peak of memory, in MB.

judge: FOUND is the output of `moderato campaigns --output jsonl --members 0 OUT.jsonl`.
"""
import argparse
import collections
import json
import random
import re
import resource
import subprocess
import sys

LINK = re.compile(r"(?:https?://|www\.)[^\s<>\]\"']+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*"
                  r"\.(?:example|test|com|net|org|info|biz)\b[^\s<>\]\"']*", re.I)
FAMILIES = ("leet lookalikes zero-width bidi diacritics full-width mathematical spaced dotted "
            "repeats mask drop double swap join split case").split()


def read(paths):
    """Texts; of paradetox's groups, which are rewrites of one sentence, the first of each."""
    groups = set()
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row.get("source") == "paradetox":
                    if row["group"] in groups:
                        continue
                    groups.add(row["group"])
                yield row["text"]


def link(rng):
    name = "".join(rng.choice("bcdfghjklmnprstvwz") + rng.choice("aeiou") for _ in range(4))
    path = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(6))
    return rng.choice(["http://%s.example/%s", "https://www.%s.test/?id=%s", "%s.example/%s"]) % (name, path)


def vary(rng, text, vocabulary):
    """A variant of a text; see above."""
    share = rng.uniform(0.05, 0.20)
    text = LINK.sub(lambda _: link(rng) if rng.random() < 0.8 else "", text)
    text = re.sub(r"\d+", lambda m: str(rng.randrange(10 ** len(m[0]))), text)
    words = re.split(r"(\s+)", text)
    for i in range(0, len(words), 2):
        if words[i].isalpha() and rng.random() < share:
            words[i] = rng.choice(vocabulary)
        if i + 2 < len(words) and rng.random() < 0.02:
            words[i], words[i + 2] = words[i + 2], words[i]
    return "".join(words)


def disguise(moderato, texts, family, seed):
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    out = subprocess.run([moderato, "perturb", "--quiet", "--family", family, "--share", "0.3", "--seed",
                          str(seed), "--format", "jsonl"], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line)["text"] for line in out.stdout.decode().splitlines()]


def plant(rng, moderato, n, least, most, seed):
    """[(campaign, text)…] of all campaigns."""
    sources = [t for t in dict.fromkeys(read(["corpus/spam.jsonl", "corpus/abuse.jsonl"]))
               if 15 <= sum(w.isalpha() and len(w) > 1 for w in LINK.sub("", t).split()) <= 80]
    vocabulary = sorted({w for t in read(["corpus/news.jsonl", "corpus/posts.jsonl", "corpus/spam.jsonl"])
                         for w in t.lower().split() if w.isalpha() and len(w) > 2})
    planted = []
    for i, text in enumerate(rng.sample(sources, n)):
        size = round(least * (most / least) ** (i / max(n - 1, 1)))
        planted += [(i, vary(rng, text, vocabulary)) for _ in range(size)]
    chosen = [k for k in range(len(planted)) if rng.random() < 0.5]
    rng.shuffle(chosen)
    for f, family in enumerate(FAMILIES):
        mine = chosen[f::len(FAMILIES)]
        for k, text in zip(mine, disguise(moderato, [planted[k][1] for k in mine], family, seed)):
            planted[k] = (planted[k][0], text)
    return planted


def apart(texts):
    """Those of the texts that share no run of eight words with one before: what people copy."""
    seen = set()
    for text in texts:
        words = re.findall(r"[^\W\d_]+", text.lower())
        runs = {" ".join(words[i:i + 8]) for i in range(len(words) - 7)}
        if not runs & seen:
            yield text
        seen |= runs


def chain(rng, texts):
    """Texts of word pairs that occur in `texts`, as long as they are. Behind a rare word any may
    follow: only one did, and whole sentences would be copied."""
    follow = collections.defaultdict(list)
    for text in texts:
        words = ["\n"] + text.split() + ["\n"]
        for a, b in zip(words, words[1:]):
            follow[a].append(b)
    every = [word for words in follow.values() for word in words]
    for word, words in follow.items():
        if len(set(words)) < 8:
            follow[word] = every
    while True:
        length = len(rng.choice(texts).split())
        words = ["\n"]
        while len(words) <= length:
            words.append(rng.choice(follow[words[-1]]))
        yield re.sub(r"\s+", " ", " ".join(words)).strip()


def make(args):
    rng = random.Random(args.seed)
    planted = plant(rng, args.moderato, args.campaigns, args.least, args.most, args.seed)
    texts = list(dict.fromkeys(read(args.files)))
    others = list(apart(texts)) if args.apart else texts[:]
    n_real = min(len(others), args.comments - len(planted))
    rng.shuffle(others)
    others = dict.fromkeys(others[:n_real])
    drawn = chain(rng, texts)
    while len(others) < args.comments - len(planted):
        more = [next(drawn) for _ in range(args.comments - len(planted) - len(others))]
        others.update(dict.fromkeys(more))
        if args.apart:
            others = dict.fromkeys(apart(others))
    rows = planted + [(-1, text) for text in others]
    rng.shuffle(rows)
    with open(args.out, "w", encoding="utf-8") as out:
        for i, (campaign, text) in enumerate(rows):
            out.write(json.dumps({"id": str(i), "text": text, "planted": campaign}) + "\n")
    print("%d comments: %d in %d campaigns, %d others, %d of them drawn from chains" % (
        len(rows), len(planted), args.campaigns, len(others), len(others) - n_real))


def judge(args):
    with open(args.batch, encoding="utf-8") as lines:
        planted = {row["id"]: row["planted"] for row in map(json.loads, lines)}
    sizes = collections.Counter(planted.values())
    others = sizes.pop(-1, 0)
    found = collections.Counter()
    caught = split = mixed = 0
    whole = collections.Counter()
    with open(args.found, encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            kinds = collections.Counter(planted[i] for i in row["ids"])
            caught += kinds.pop(-1, 0)
            found.update(kinds)
            mixed += len(kinds) > 1
            whole.update(kinds.keys())
    split = sum(n > 1 for n in whole.values())
    n = sum(sizes.values())
    print("a campaign: %.1f %% on average" % (sum(100 * found[c] / size for c, size in sizes.items()) / len(sizes)))
    print("planted: %d of %d found (%.2f %%), the least of a campaign %.1f %%; %d campaigns are in pieces, %d clusters mix some"
          % (sum(found.values()), n, 100 * sum(found.values()) / n,
             min(100 * found[c] / size for c, size in sizes.items()), split, mixed))
    print("others: %d of %d caught (%.3f %%)" % (caught, others, 100 * caught / max(others, 1)))
    return sum(found.values()) >= args.found_least * n and caught <= args.caught_most * others


def took(args):
    with open(args.found, "wb") as found:
        subprocess.run([args.moderato, "campaigns", "--quiet", "-j", "1", "--output", "jsonl", "--members", "0",
                        args.batch], stdout=found, check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print("%.2f %.0f" % (used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    p = commands.add_parser("make")
    p.add_argument("moderato")
    p.add_argument("out")
    p.add_argument("files", nargs="*")
    p.add_argument("--comments", type=int, default=200000)
    p.add_argument("--campaigns", type=int, default=50)
    p.add_argument("--least", type=int, default=20)
    p.add_argument("--most", type=int, default=2000)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--apart", action="store_true")
    p = commands.add_parser("took")
    p.add_argument("moderato")
    p.add_argument("batch")
    p.add_argument("found")
    p = commands.add_parser("judge")
    p.add_argument("batch")
    p.add_argument("found")
    p.add_argument("--found", dest="found_least", type=float, default=0)
    p.add_argument("--caught", dest="caught_most", type=float, default=1)
    args = parser.parse_args()
    if args.command == "make":
        make(args)
    elif args.command == "took":
        took(args)
    elif not judge(args):
        sys.exit(1)


main()
