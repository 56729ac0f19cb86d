# SPDX-License-Identifier: MIT
"""Writes a checkpoint of finetune.py as the file that src/encode/encoder_file.h describes.

Matrices and words become int8 with a scale for each row. How far that takes it from the network that was
trained is measured on comments, one a line, where some are given.
"""
import argparse
import json
from pathlib import Path

import numpy
import torch

import bert
import section


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("run", help="the folder that finetune.py wrote")
    p.add_argument("-o", "--out", required=True)
    p.add_argument("--texts", help="comments as `moderato features --text` writes them, to measure on")
    p.add_argument("--most", type=int, default=200, help="of these comments")
    return p.parse_args()


def measure(parts, saved, vocabulary, texts):
    """Prints how far logits of the int8 network are from the trained one's."""
    shape = saved["shape"]
    net = bert.Encoder(len(vocabulary), **shape)
    net.load_state_dict({k.removeprefix("encoder."): v for k, v in saved["net"].items() if k.startswith("encoder.")})
    net.eval()
    theirs, ours = bert.Pieces(vocabulary), bert.Pieces(parts["pieces"])
    weight, bias = saved["net"]["heads.weight"], saved["net"]["heads.bias"]
    off = []
    with torch.no_grad():
        for text in texts:
            ids = torch.tensor([theirs.of_text(text, saved["length"])])
            expected = (net(ids, torch.ones_like(ids)) @ weight.T + bias)[0].numpy()
            off.append(numpy.abs(section.logits(parts, ours.of_text(text, saved["length"])) - expected))
    off = numpy.array(off)
    print(f"{len(off)} comments: logits are off by {off.mean():.4f} on average, {numpy.quantile(off, 0.99):.4f} in 99 of "
          f"100, {off.max():.4f} at most")


def main():
    args = arguments()
    run = Path(args.run)
    saved = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True)
    vocabulary = json.loads((run / "vocabulary.json").read_text())
    state = {k.removeprefix("encoder."): v.float().numpy() for k, v in saved["net"].items() if k != "offsets.weight"}
    # A comment is never longer in training: places beyond that have learned nothing.
    parts = section.parts_of(state, saved["shape"] | {"positions": saved["length"]}, vocabulary, saved["attributes"])
    data = section.write(parts)
    Path(args.out).write_bytes(data)
    shape = saved["shape"]
    print(f"{args.out}: {len(data)} bytes, {shape['layers']} layers of {shape['width']}, {len(parts['pieces'])} pieces, "
          f"{saved['length']} places, step {saved['step']}")
    if args.texts:
        with open(args.texts, encoding="utf-8") as f:
            texts = [json.loads(line) for line, _ in zip(f, range(args.most))]
        torch.set_num_threads(1)
        measure(parts, saved, vocabulary, texts)


if __name__ == "__main__":
    main()
