# SPDX-License-Identifier: MIT
"""Makes a checkpoint of the encoder in a bundle, for finetune.py to start from and for grade.py: weights as int8 keeps
them. The sources' offsets are no part of a bundle: they are fitted anew, on some comments of each source."""
import argparse
import json
import random
import struct
from pathlib import Path

import torch
from torch.nn import functional

import bert
import finetune
import section

COMMENTS = 100  # of a source, to fit its offsets on
STEPS = 60


def arguments():
    p = finetune.common_options(__doc__)
    p.add_argument("--bundle", required=True, help="a bundle, or the file of an encoder")
    p.add_argument("--out", required=True, help="folder for the checkpoint")
    return p.parse_args()


def encoder_bytes(data):
    """The section ENCO of a bundle (src/model/bundle.h has the format), or the file itself."""
    if not data.startswith(b"moderato"):
        return data
    (n,) = struct.unpack_from("<I", data, 32)
    for k in range(n):
        tag, _, offset, size = struct.unpack_from("<4sIQQ", data, 40 + 24 * k)
        if tag == b"ENCO":
            return data[offset:offset + size]
    raise SystemExit("this bundle has no encoder")


def network(parts, sources):
    """The network and its vocabulary, in which padding is a piece again."""
    vocabulary = [bert.PAD, *parts["pieces"]]
    state = {k: torch.tensor(v) for k, v in section.state_of(parts).items()}
    state["words.weight"] = torch.cat([torch.zeros(1, parts["shape"]["width"]), state["words.weight"]])
    net = finetune.Net(bert.Encoder(len(vocabulary), **parts["shape"]), sources)
    heads = {k: state.pop(k) for k in ("heads.weight", "heads.bias")}
    net.load_state_dict(heads | {f"encoder.{k}": v for k, v in state.items()}, strict=False)
    return net.eval(), vocabulary


def logits(net, comments, indices):
    with torch.no_grad(), finetune.mixed_precision():
        return torch.cat([finetune.pooled(net(a, mask).float(), owner) for a, mask, owner in (
            comments.inputs(indices[k:k + 32], random.Random(k)) for k in range(0, len(indices), 32))])


def fit_offsets(net, comments, dice):
    """Newton's method for each offset, held near zero as a prior of one comment's weight does."""
    for s, source in enumerate(comments.sources):
        rows = comments.rows[source]
        some = sorted(dice.sample(rows, min(COMMENTS, len(rows))), key=comments.size.__getitem__)
        z, y = logits(net, comments, some), comments.labels[some]
        known, offset = (y >= 0).float(), torch.zeros(y.shape[1])
        for _ in range(STEPS):
            p = torch.sigmoid(z + offset)
            slope = ((p - y) * known).sum(0) + offset
            offset = offset - (slope / ((p * (1 - p) * known).sum(0) + 1)).clamp(-1, 1)
        with torch.no_grad():
            net.offsets.weight[s] = offset
        lost = functional.binary_cross_entropy_with_logits(z + offset, y.clamp(0, 1), reduction="none")
        print(f"{source}: loss {float((lost * known).sum() / known.sum()):.4f}", flush=True)


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    parts = section.read(encoder_bytes(Path(args.bundle).read_bytes()))
    if parts["outputs"] != finetune.ATTRIBUTES:
        raise SystemExit("an encoder of other attributes")
    comments = finetune.Comments(args.moderato, args.files)
    net, vocabulary = network(parts, len(comments.sources))
    comments.split(vocabulary, parts["shape"]["positions"])
    fit_offsets(net, comments, random.Random(args.seed))
    (out / "vocabulary.json").write_text(json.dumps(vocabulary))
    torch.save({"net": net.state_dict(), "step": 0, "lost": 0.0, "shape": net.encoder.shape, "sources": comments.sources,
                "attributes": finetune.ATTRIBUTES, "length": comments.length}, out / "checkpoint.pt")


if __name__ == "__main__":
    main()
