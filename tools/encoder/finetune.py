# SPDX-License-Identifier: MIT
"""Fine-tunes the encoder on labelled comments: all attributes at once, missing labels masked.

Each source has an offset of its own for each attribute, because sources judge by rules of their own; the
offsets are dropped afterwards. Comments are read as the C library reads them (`moderato features --text`).
"""
import argparse
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


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("files", nargs="+", help="labelled comments, JSON lines; a file is a source")
    p.add_argument("--moderato", default="build/moderato")
    p.add_argument("--weights", required=True, help="folder of the unpacked weights to start from")
    p.add_argument("--out", required=True, help="folder for the checkpoint, which a second run goes on from")
    p.add_argument("--vocabulary-texts", nargs="*", default=[], help="more comments whose words count")
    p.add_argument("--pieces", type=int, default=16000, help="size of the vocabulary")
    p.add_argument("--length", type=int, default=80, help="pieces of a comment")
    p.add_argument("--passes", type=float, default=1)
    p.add_argument("--share", type=float, default=1, help="of the rows of each pass")
    p.add_argument("--batch", type=int, default=32)
    p.add_argument("--rate", type=float, default=8e-5)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
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


def batches(rows, sizes, share, length_of, size, dice):
    """One pass: batches of indices, each of comments of about one length, in random order."""
    chosen = []
    for source, indices in rows.items():
        n = int(min(len(indices), sizes.get(source, len(indices))) * share)
        chosen += dice.sample(indices, n)
    dice.shuffle(chosen)
    out = []
    for k in range(0, len(chosen), 50 * size):
        part = sorted(chosen[k:k + 50 * size], key=length_of)
        out += [part[j:j + size] for j in range(0, len(part), size)]
    dice.shuffle(out)
    return out


def padded(ids):
    width = max(map(len, ids))
    a = torch.zeros(len(ids), width, dtype=torch.long)
    mask = torch.zeros_like(a)
    for k, row in enumerate(ids):
        a[k, :len(row)] = torch.tensor(row)
        mask[k, :len(row)] = 1
    return a, mask


class Net(nn.Module):
    def __init__(self, encoder, sources):
        super().__init__()
        self.encoder = encoder
        self.heads = nn.Linear(encoder.shape["width"], len(ATTRIBUTES))
        self.offsets = nn.Embedding(sources, len(ATTRIBUTES))
        nn.init.zeros_(self.offsets.weight)

    def forward(self, ids, mask, source=None):
        z = self.heads(functional.dropout(self.encoder(ids, mask).float(), 0.1, self.training))
        return z if source is None else z + self.offsets(source)


def save(path, state):
    torch.save(state, f"{path}.new")
    os.replace(f"{path}.new", path)


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    rows, texts, labels, source_of = {}, [], [], []
    sources = [Path(f).stem for f in args.files]
    for s, path in enumerate(args.files):
        found = read(args.moderato, path)
        rows[sources[s]] = list(range(len(texts), len(texts) + len(found)))
        texts += [t for t, _ in found]
        labels += [l for _, l in found]
        source_of += [s] * len(found)
    vocabulary = bert.vocabulary_of_minilm(args.weights)
    if (out / "vocabulary.json").exists():
        kept = json.loads((out / "vocabulary.json").read_text())
    else:
        more = [t for f in args.vocabulary_texts for t in texts_of(args.moderato, f)]
        kept = [vocabulary[i] for i in bert.cut_vocabulary(vocabulary, texts + more, args.pieces)]
        (out / "vocabulary.json").write_text(json.dumps(kept))
    place = {p: i for i, p in enumerate(vocabulary)}
    pieces = bert.Pieces(kept)
    ids = [pieces.of_text(t, args.length) for t in texts]
    unknown = sum(r.count(pieces.index[bert.UNKNOWN]) for r in ids) / sum(map(len, ids))
    print(f"{len(texts)} comments of {len(sources)} sources, {len(kept)} pieces, "
          f"{sum(map(len, ids)) / len(ids):.1f} a comment, {100 * unknown:.2f} % unknown", flush=True)
    labels, source_of = torch.tensor(labels, dtype=torch.float), torch.tensor(source_of)

    net = Net(bert.from_minilm(args.weights, [place[p] for p in kept]), len(sources))
    optimiser = torch.optim.AdamW([
        {"params": net.encoder.parameters(), "top": args.rate},
        {"params": [*net.heads.parameters(), *net.offsets.parameters()], "top": 1e-3}], lr=args.rate, weight_decay=0.01)
    dice = random.Random(args.seed)
    plan = [b for _ in range(int(args.passes + 0.999)) for b in
            batches(rows, ROWS, args.share, lambda i: len(ids[i]), args.batch, dice)]
    plan = plan[:int(len(plan) * args.passes / int(args.passes + 0.999))]
    step, lost = 0, 0.0
    if (out / "checkpoint.pt").exists():
        saved = torch.load(out / "checkpoint.pt")
        net.load_state_dict(saved["net"])
        optimiser.load_state_dict(saved["optimiser"])
        step, lost = saved["step"], saved["lost"]
    begin, first = time.monotonic(), step
    net.train()
    while step < len(plan):
        b = plan[step]
        rate = min(1, (step + 1) / (0.06 * len(plan))) * max(0.02, 1 - step / len(plan))
        for group in optimiser.param_groups:
            group["lr"] = group["top"] * rate
        a, mask = padded([ids[i] for i in b])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            z = net(a, mask, source_of[b])
        y = labels[b]
        known = (y >= 0).float()
        loss = (functional.binary_cross_entropy_with_logits(z.float(), y.clamp(0, 1), reduction="none") * known).sum() / known.sum()
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
                                         "lost": lost, "shape": net.encoder.shape, "sources": sources,
                                         "attributes": ATTRIBUTES, "length": args.length})


if __name__ == "__main__":
    main()
