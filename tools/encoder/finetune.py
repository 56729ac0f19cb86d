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
    start.add_argument("--start", action="append", metavar="RUN",
                       help="folder of a finished training to start from, whose pieces stay; of several that began "
                            "alike the mean of the weights, and the first one's offsets")
    p.add_argument("--out", required=True, help="folder for the checkpoint, which a second run goes on from")
    p.add_argument("--vocabulary-texts", nargs="*", default=[], help="more comments whose words count")
    p.add_argument("--pieces", type=int, default=16000, help="size of the vocabulary")
    p.add_argument("--length", type=int, default=80, help="pieces of a comment")
    p.add_argument("--passes", type=float, default=1)
    p.add_argument("--share", type=float, default=1, help="of the rows of each pass")
    p.add_argument("--times", action="append", default=[], metavar="SOURCE=N",
                   help="how often a pass takes the rows of this source, whatever --share says")
    p.add_argument("--rate", type=float, default=8e-5)
    return p.parse_args()


def texts_of(moderato, path):
    lines = subprocess.run([moderato, "features", "--text", "--quiet", path], check=True, stdout=subprocess.PIPE).stdout
    return [json.loads(line) for line in lines.splitlines()]


def read(moderato, path):
    """[(text, labels with -1 for a missing one)] of a file."""
    labels = [json.loads(line).get("labels", {}) for line in open(path, encoding="utf-8")]
    texts = texts_of(moderato, path)
    if len(labels) != len(texts):
        raise SystemExit(f"{path}: {len(labels)} comments, but {len(texts)} texts")
    return [(t, [l.get(a, -1) for a in ATTRIBUTES]) for t, l in zip(texts, labels) if any(a in l for a in ATTRIBUTES)]


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

    def __init__(self, moderato, files):
        self.sources = [Path(f).stem for f in files]
        self.rows, self.texts = {}, []
        labels, source_of = [], []
        for s, path in enumerate(files):
            found = read(moderato, path)
            self.rows[self.sources[s]] = list(range(len(self.texts), len(self.texts) + len(found)))
            self.texts += [t for t, _ in found]
            labels += [l for _, l in found]
            source_of += [s] * len(found)
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

    def inputs(self, indices, dice):
        """Ids of the comments' windows, their mask, and which of the comments each window is of."""
        windows = [self.pieces.windows(misspelt(self.texts[i], dice), self.length)
                   if dice.random() < NOISY_COMMENTS else self.windows[i] for i in indices]
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


def loss_of(net, comments, indices, dice):
    a, mask, owner = comments.inputs(indices, dice)
    with torch.autocast("cpu", dtype=torch.bfloat16):
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


def go_on_from(runs, comments, args):
    """The network of finished trainings, for these sources: new ones begin without an offset."""
    several = [torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True) for run in runs]
    saved = several[0]
    vocabulary = json.loads((runs[0] / "vocabulary.json").read_text())
    (Path(args.out) / "vocabulary.json").write_text(json.dumps(vocabulary))
    comments.split(vocabulary, args.length)
    net = Net(bert.Encoder(len(vocabulary), **saved["shape"]), len(comments.sources))
    known = {name: k for k, name in enumerate(saved["sources"])}
    offsets = saved["net"].pop("offsets.weight")
    net.load_state_dict({k: sum(s["net"][k] for s in several) / len(several) for k in saved["net"]}, strict=False)
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


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    comments = Comments(args.moderato, args.files)
    net = (go_on_from([Path(run) for run in args.start], comments, args) if args.start
           else begin_anew(args.weights, comments, args))
    optimiser = optimiser_of(net, args.rate)
    times = {source: float(n) for source, _, n in (t.partition("=") for t in args.times)}
    plan = comments.plan(args.passes, args.share, args.batch, random.Random(args.seed), times)
    saved = load(out / "checkpoint.pt", net, optimiser) if (out / "checkpoint.pt").exists() else None

    def rate_at(step):
        return min(1, (step + 1) / (0.06 * len(plan))) * max(0.02, 1 - step / len(plan))

    train(net, optimiser, comments, plan, rate_at, out, args.seed, saved)


if __name__ == "__main__":
    main()
