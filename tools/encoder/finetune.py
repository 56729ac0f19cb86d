# SPDX-License-Identifier: MIT
"""Fine-tunes the encoder on labelled comments: all attributes at once, missing labels masked.

Each source has an offset of its own for each attribute, because sources judge by rules of their own; the
offsets are dropped afterwards. Comments are read as the C library reads them (`moderato features --text`).
"""
import argparse
import itertools
import json
import os
import random
import subprocess
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

import bert

ATTRIBUTES = ["toxicity", "severe_toxicity", "insult", "profanity", "threat", "identity_attack", "spam"]

# Rows of a source in one pass, where not all are taken: large ones would drown the others.
ROWS = {"cad-reddit": 12000, "davidson": 8000, "edos": 2500, "germeval2018": 2500, "hatexplain": 9000,
        "implicit-hate": 11000, "paradetox": 8000, "sms-spam": 2500, "told-br": 3500, "toxic-spans": 9000}


def common_options(description):
    p = argparse.ArgumentParser(description=description)
    p.add_argument("files", nargs="+", help="labelled comments, JSON lines; a file is a source")
    p.add_argument("--moderato", default="build/moderato")
    p.add_argument("--batch", type=int, default=32)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    return p


def arguments():
    p = common_options(__doc__)
    start = p.add_mutually_exclusive_group(required=True)
    start.add_argument("--weights", help="folder of the unpacked weights to start from")
    start.add_argument("--start", help="folder of a finished training to start from; --pieces is then its own")
    p.add_argument("--out", required=True, help="folder for the checkpoint, which a second run goes on from")
    p.add_argument("--vocabulary-texts", nargs="*", default=[], help="more comments whose words count")
    p.add_argument("--pieces", type=int, default=16000, help="size of the vocabulary")
    p.add_argument("--length", type=int, default=80, help="pieces of a comment")
    p.add_argument("--passes", type=float, default=1)
    p.add_argument("--share", type=float, default=1, help="of the rows of each pass")
    p.add_argument("--times", action="append", default=[], metavar="SOURCE=N",
                   help="how often a pass takes the rows of this source, whatever --share says")
    p.add_argument("--like", action="append", default=[], metavar="SOURCE=OTHER",
                   help="judge this source by the rules of another, because all its labels are alike")
    p.add_argument("--disguised", type=float, default=0, metavar="SHARE",
                   help="of the comments that are seen as `moderato perturb` disguises them")
    p.add_argument("--rate", type=float, default=8e-5)
    return p.parse_args()


def texts_of(moderato, path, comments=None):
    """What the library reads of a file's comments, or of `comments`, lines of JSON, instead."""
    lines = subprocess.run([moderato, "features", "--text", "--quiet", "-" if comments else path],
                           input=comments, check=True, stdout=subprocess.PIPE).stdout
    return [json.loads(line) for line in lines.splitlines()]


def disguised_texts(moderato, path):
    """The same comments, each in one of the disguises, and read by the library, which undoes a part of them."""
    command = [moderato, "perturb", "--quiet", "--family", ",".join(DISGUISES), path]
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines(keepends=True)
    n = len(DISGUISES)
    return texts_of(moderato, path, b"".join(lines[k * n + k % n] for k in range(len(lines) // n)))


def read(moderato, path, disguised):
    """[(text, the same in disguise, labels with -1 for a missing one)] of a file."""
    labels = [json.loads(line).get("labels", {}) for line in open(path, encoding="utf-8")]
    texts = texts_of(moderato, path)
    others = disguised_texts(moderato, path) if disguised else texts
    if not len(labels) == len(texts) == len(others):
        raise SystemExit(f"{path}: {len(labels)} comments, but {len(texts)} texts, {len(others)} in disguise")
    return [(t, o, [l.get(a, -1) for a in ATTRIBUTES])
            for t, o, l in zip(texts, others, labels) if any(a in l for a in ATTRIBUTES)]


def batches(rows, sizes, share, times, length_of, size, dice):
    """One pass: batches of indices, each of comments of about one length, in random order."""
    chosen = []
    for source, indices in rows.items():
        often = times.get(source, min(1, sizes.get(source, len(indices)) / len(indices)) * share)
        chosen += indices * int(often) + dice.sample(indices, int(often % 1 * len(indices)))
    dice.shuffle(chosen)
    out = []
    for k in range(0, len(chosen), 50 * size):
        part = sorted(chosen[k:k + 50 * size], key=length_of)
        out += [part[j:j + size] for j in range(0, len(part), size)]
    dice.shuffle(out)
    return out


# Families of disguise that the library does not undo wholly.
DISGUISES = ["leet", "spaced", "mask", "drop", "double", "swap", "join", "split"]

# Comments with slips of the pen, and the share of their words that have one.
NOISY_COMMENTS, NOISY_WORDS = 0.15, 0.15


def misspelt(text, dice):
    """The text with a letter of some words dropped, doubled or swapped with the next one."""
    words = text.split(" ")
    for i, w in enumerate(words):
        if len(w) > 3 and w.isalpha() and dice.random() < NOISY_WORDS:
            k = dice.randrange(1, len(w) - 1)
            words[i] = w[:k] + dice.choice([w[k + 1:], w[k] + w[k:], w[k + 1] + w[k] + w[k + 2:]])
    return " ".join(words)


def padded(ids):
    width = max(map(len, ids))
    a = torch.zeros(len(ids), width, dtype=torch.long)
    mask = torch.zeros_like(a)
    for k, row in enumerate(ids):
        a[k, :len(row)] = torch.tensor(row)
        mask[k, :len(row)] = 1
    return a, mask


def owners_of(windows):
    return torch.tensor([k for k, w in enumerate(windows) for _ in w])


def pooled(z, owner):
    """Logits of comments from those of their windows: between the mean and the highest, since harm may be in one
    clause of many."""
    n = int(owner[-1]) + 1
    index = owner[:, None].expand_as(z)
    mean = z.new_zeros(n, z.shape[1]).scatter_reduce(0, index, z, "mean", include_self=False)
    return (mean + z.new_zeros(n, z.shape[1]).scatter_reduce(0, index, z, "amax", include_self=False)) / 2


class Comments:
    """Labelled comments of several sources; as ids of pieces, once these are known."""

    def __init__(self, moderato, files, disguised=0, like={}):
        self.sources = [Path(f).stem for f in files]
        self.rows, self.texts, self.others, self.disguised = {}, [], [], disguised
        labels, source_of = [], []
        for s, path in enumerate(files):
            found = read(moderato, path, disguised)
            self.rows[self.sources[s]] = list(range(len(self.texts), len(self.texts) + len(found)))
            self.texts += [t for t, _, _ in found]
            self.others += [o for _, o, _ in found]
            labels += [l for _, _, l in found]
            source_of += [self.sources.index(like.get(self.sources[s], self.sources[s]))] * len(found)
        self.labels, self.source_of = torch.tensor(labels, dtype=torch.float), torch.tensor(source_of)

    def split(self, vocabulary, length):
        self.pieces, self.length = bert.Pieces(vocabulary), length
        self.windows = [self.pieces.windows(t, length) for t in self.texts]
        self.size = [sum(map(len, w)) for w in self.windows]
        n = sum(self.size)
        unknown = sum(r.count(self.pieces.index[bert.UNKNOWN]) for w in self.windows for r in w) / n
        print(f"{len(self.texts)} comments of {len(self.sources)} sources, {len(vocabulary)} pieces, "
              f"{n / len(self.size):.1f} a comment, {100 * unknown:.2f} % unknown", flush=True)

    def plan(self, passes, share, size, dice, times={}):
        """The batches of so many passes, the last of which may be a part of one."""
        whole = int(passes + 0.999)
        out = [b for _ in range(whole)
               for b in batches(self.rows, ROWS, share, times, self.size.__getitem__, size, dice)]
        return out[:int(len(out) * passes / whole)]

    def windows_seen(self, i, dice):
        """Of a comment as it is, in disguise, or with slips of the pen."""
        if dice.random() < self.disguised:
            return self.pieces.windows(self.others[i], self.length)
        if dice.random() < NOISY_COMMENTS:
            return self.pieces.windows(misspelt(self.texts[i], dice), self.length)
        return self.windows[i]

    def inputs(self, indices, dice):
        """Ids of the comments' windows, their mask, and which of the comments each window is of."""
        windows = [self.windows_seen(i, dice) for i in indices]
        return (*padded(list(itertools.chain(*windows))), owners_of(windows))


class Net(nn.Module):
    def __init__(self, encoder, sources):
        super().__init__()
        self.encoder = encoder
        self.heads = nn.Linear(encoder.shape["width"], len(ATTRIBUTES))
        self.offsets = nn.Embedding(sources, len(ATTRIBUTES))
        nn.init.zeros_(self.offsets.weight)

    def forward(self, ids, mask):
        return self.heads(functional.dropout(self.encoder(ids, mask).float(), 0.1, self.training))


def save(path, state):
    torch.save(state, f"{path}.new")
    os.replace(f"{path}.new", path)


def optimiser_of(net, rate):
    return torch.optim.AdamW([
        {"params": net.encoder.parameters(), "top": rate},
        {"params": [*net.heads.parameters(), *net.offsets.parameters()], "top": 1e-3}], lr=rate, weight_decay=0.01)


def mixed_precision():
    """Half of the bits where the processor has products of them; where it has not, they take longer than floats."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.cpu._is_avx512_bf16_supported())


def loss_of(net, comments, indices, dice):
    a, mask, owner = comments.inputs(indices, dice)
    with mixed_precision():
        z = pooled(net(a, mask).float(), owner) + net.offsets(comments.source_of[indices])
    y = comments.labels[indices]
    known = (y >= 0).float()
    lost = functional.binary_cross_entropy_with_logits(z.float(), y.clamp(0, 1), reduction="none")
    return (lost * known).sum() / known.sum()


def train(net, optimiser, comments, plan, rate_at, out, seed, saved=None, at_save=lambda: None):
    """Goes through the batches of a plan, from where the checkpoint `saved` stopped. `rate_at` says for a step what
    share of its top rate each group of weights has; `at_save` is called when a checkpoint has been written."""
    step, lost = (saved["step"], saved["lost"]) if saved else (0, 0.0)
    begin, first = time.monotonic(), step
    net.train()
    while step < len(plan):
        for group in optimiser.param_groups:
            group["lr"] = group["top"] * rate_at(step)
        # Dice of this step alone: a run that goes on throws them as one that was never stopped.
        torch.manual_seed(seed * 1000003 + step)
        loss = loss_of(net, comments, plan[step], random.Random(seed * 1000003 + step))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        lost = 0.99 * lost + 0.01 * loss.item() if step else loss.item()
        step += 1
        if step % 25 == 0 or step == len(plan):
            left = (time.monotonic() - begin) / (step - first) * (len(plan) - step) / 60
            print(f"step {step} of {len(plan)}, loss {lost:.4f}, {left:.0f} minutes left", flush=True)
        if step % 250 == 0 or step == len(plan):
            save(out / "checkpoint.pt", {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "step": step,
                                         "lost": lost, "shape": net.encoder.shape, "sources": comments.sources,
                                         "attributes": ATTRIBUTES, "length": comments.length})
            at_save()


def load(path, net, optimiser):
    saved = torch.load(path, map_location="cpu", weights_only=True)
    net.load_state_dict(saved["net"])
    optimiser.load_state_dict(saved["optimiser"])
    return saved


def go_on_from(run, comments, args):
    """The network of a finished training, for these sources: new ones begin without an offset."""
    saved = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True)
    vocabulary = json.loads((run / "vocabulary.json").read_text())
    (Path(args.out) / "vocabulary.json").write_text(json.dumps(vocabulary))
    comments.split(vocabulary, args.length)
    net = Net(bert.Encoder(len(vocabulary), **saved["shape"]), len(comments.sources))
    known = {name: k for k, name in enumerate(saved["sources"])}
    offsets = saved["net"].pop("offsets.weight")
    net.load_state_dict(saved["net"], strict=False)
    with torch.no_grad():
        for k, name in enumerate(comments.sources):
            if name in known:
                net.offsets.weight[k] = offsets[known[name]]
    return net


def begin_anew(weights, comments, args):
    vocabulary = bert.vocabulary_of_minilm(weights)
    kept = kept_pieces(args, Path(args.out), vocabulary, comments)
    comments.split(kept, args.length)
    place = {p: i for i, p in enumerate(vocabulary)}
    return Net(bert.from_minilm(weights, [place[p] for p in kept]), len(comments.sources))


def kept_pieces(args, out, vocabulary, comments):
    """The pieces of a vocabulary that stay: chosen by the first run, and read by those that go on."""
    path = out / "vocabulary.json"
    if not path.exists():
        more = [t for f in args.vocabulary_texts for t in texts_of(args.moderato, f)]
        keep = bert.cut_vocabulary(vocabulary, comments.texts + more, args.pieces)
        path.write_text(json.dumps([vocabulary[i] for i in keep]))
    return json.loads(path.read_text())


def pairs(options):
    return dict(o.split("=", 1) for o in options)


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    comments = Comments(args.moderato, args.files, args.disguised, pairs(args.like))
    net = go_on_from(Path(args.start), comments, args) if args.start else begin_anew(args.weights, comments, args)
    optimiser = optimiser_of(net, args.rate)
    times = {source: float(n) for source, n in pairs(args.times).items()}
    plan = comments.plan(args.passes, args.share, args.batch, random.Random(args.seed), times)
    saved = load(out / "checkpoint.pt", net, optimiser) if (out / "checkpoint.pt").exists() else None

    def rate_at(step):
        return min(1, (step + 1) / (0.06 * len(plan))) * max(0.02, 1 - step / len(plan))

    train(net, optimiser, comments, plan, rate_at, out, args.seed, saved)


if __name__ == "__main__":
    main()
