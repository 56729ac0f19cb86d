# SPDX-License-Identifier: MIT
"""Writes what a trained encoder thinks of comments, for `moderato train --grades` (src/train/grades.h has the format).

Probabilities are those of one of its sources, in which comments come as they come: each source judges by rules of its
own, and has an offset for them.
"""
import argparse
import json
from pathlib import Path

import numpy
import torch

import bert
import finetune

HEADER = b"moderato grades 1\n"
ATTRIBUTES = ["toxicity", "severe_toxicity", "insult", "profanity", "threat", "identity_attack"]
BATCH = 128


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("files", nargs="+", help="comments, JSON lines; those with labels of all attributes are left out")
    p.add_argument("--run", required=True, help="the folder that finetune.py wrote")
    p.add_argument("-o", "--out", required=True)
    p.add_argument("--natural", default="jigsaw2018-train20k", help="the source whose rules count")
    p.add_argument("--moderato", default="build/moderato")
    p.add_argument("--threads", type=int, default=2)
    return p.parse_args()


def network(run, natural):
    """The network, its pieces, how many of them it reads, and what to add to its logits."""
    saved = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True)
    vocabulary = json.loads((run / "vocabulary.json").read_text())
    net = finetune.Net(bert.Encoder(len(vocabulary), **saved["shape"]), len(saved["sources"]))
    net.load_state_dict(saved["net"])
    offset = net.offsets.weight[saved["sources"].index(natural)].detach()
    return net.eval(), bert.Pieces(vocabulary), saved["length"], offset


def grades(net, pieces, length, offset, texts):
    """[len(texts)][6] in 254ths, in the order of the texts."""
    windows = [pieces.windows(t, length) for t in texts]
    order = sorted(range(len(windows)), key=lambda i: sum(map(len, windows[i])))
    columns = [finetune.ATTRIBUTES.index(a) for a in ATTRIBUTES]
    out = numpy.zeros((len(windows), len(ATTRIBUTES)), dtype=numpy.uint8)
    with torch.no_grad(), finetune.mixed_precision():
        for k in range(0, len(order), BATCH):
            some = order[k:k + BATCH]
            z = net(*finetune.padded([ids for i in some for ids in windows[i]])).float()
            p = torch.sigmoid(finetune.pooled(z, finetune.owners_of([windows[i] for i in some])) + offset)[:, columns]
            out[some] = (p * 254).round().numpy().astype(numpy.uint8)
            if k // BATCH % 100 == 0:
                print(f"{k} of {len(order)} comments", flush=True)
    return out


def fnv1a(data):
    h = 0xcbf29ce484222325
    for byte in data:
        h = (h ^ byte) * 0x100000001b3 & 0xffffffffffffffff
    return h


def lacks_labels(comment):
    return any(a not in comment.get("labels", {}) for a in ATTRIBUTES)


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    comments = [c for f in args.files for c, t in
                zip(map(json.loads, open(f, encoding="utf-8")), finetune.texts_of(args.moderato, f))
                if lacks_labels(c) and not c.update(reading=t)]
    found = grades(*network(Path(args.run), args.natural), [c["reading"] for c in comments])
    records = {fnv1a(c["text"].encode()): g.tobytes() for c, g in zip(comments, found)}
    with open(args.out, "wb") as f:
        f.write(HEADER)
        for h in sorted(records):
            f.write(h.to_bytes(8, "little") + records[h])
    print(f"{args.out}: {len(records)} comments; graded high: " + ", ".join(
        f"{a} {numpy.mean(found[:, k] >= 203):.2%}" for k, a in enumerate(ATTRIBUTES)))


if __name__ == "__main__":
    main()
