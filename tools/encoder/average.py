# SPDX-License-Identifier: MIT
"""Writes the mean of the weights of trainings of which one began where another ended: it keeps most of what each of
them knows (Wortsman et al. 2022, "Model soups"). What follows the last run named is its own: sources and offsets."""
import argparse
from pathlib import Path

import torch


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("runs", nargs="+", metavar="RUN=SHARE", help="folder that finetune.py wrote, and its share of the mean")
    p.add_argument("--out", required=True, help="folder for the mean, from which finetune.py can start")
    return p.parse_args()


def mean(nets, shares):
    """The mean of the networks' weights; the offsets of the last, whose sources are its own."""
    total = sum(shares)
    return {k: last if k == "offsets.weight" else sum(s * net[k] for net, s in zip(nets, shares)) / total
            for k, last in nets[-1].items()}


def main():
    args = arguments()
    runs, shares = zip(*((Path(r), float(s)) for r, _, s in (run.rpartition("=") for run in args.runs)))
    vocabularies = {(r / "vocabulary.json").read_text() for r in runs}
    if len(vocabularies) > 1:
        raise SystemExit("the runs have different vocabularies")
    saved = [torch.load(r / "checkpoint.pt", map_location="cpu", weights_only=True) for r in runs]
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    torch.save(saved[-1] | {"net": mean([s["net"] for s in saved], shares)}, out / "checkpoint.pt")
    (out / "vocabulary.json").write_text(vocabularies.pop())


if __name__ == "__main__":
    main()
