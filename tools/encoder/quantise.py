# SPDX-License-Identifier: MIT
"""Trains an encoder on, with the rounding to int8 that src/encode/ does, so that it learns to live with it.

Each product and each word is computed from the codes that the file will hold and the library will make of what
lies between the layers. Gradients pass through the rounding as if it were not there (straight through: Bengio et
al. 2013; Jacob et al. 2018). The rate is low: the network is to move a little, not to learn anew.
"""
import json
import math
import random
from pathlib import Path

import torch
from torch import nn

import bert
import finetune
import section


class Rounded(torch.autograd.Function):
    """Words, each with its own factor and scale, as the file holds them."""

    @staticmethod
    def forward(ctx, x, factor, scale):
        ctx.save_for_backward(factor, scale)
        return (x * factor).round_().clamp_(-127, 127).mul_(scale)

    @staticmethod
    def backward(ctx, gradient):
        factor, scale = ctx.saved_tensors
        return gradient * (factor * scale), None, None


class Product(torch.autograd.Function):
    """section.product(): rows of the matrix have a factor and a scale, and so has each token.

    One function, not a chain of them, because what lies between would cost as much as the products. Codes are whole
    numbers that bfloat16 holds exactly; scaled ones it would not."""

    @staticmethod
    def forward(ctx, x, weight, bias, factor, scale):
        kind = torch.bfloat16 if torch.is_autocast_enabled("cpu") else torch.float
        x = x.float()
        unit = x.abs().amax(-1, keepdim=True).clamp_(min=1e-30) / 127
        a = (x / unit).round_().to(kind)
        q = (weight * factor[:, None]).round_().clamp_(-127, 127).to(kind)
        ctx.save_for_backward(a, q, unit, factor, scale)
        return (a @ q.T).float().mul_(unit * scale).add_(bias)

    @staticmethod
    def backward(ctx, gradient):
        a, q, unit, factor, scale = ctx.saved_tensors
        scaled = gradient * scale
        of_x = (scaled.to(q.dtype) @ q).float()
        scaled = (scaled * unit).to(a.dtype).flatten(0, -2)
        of_weight = (scaled.T @ a.flatten(0, -2)).float().mul_(factor[:, None])
        return of_x, of_weight, gradient.flatten(0, -2).sum(0), None, None


class Fitted:
    """A matrix or the words: its rows have factors and scales as the export would choose them."""

    def fit(self):
        self.factor, self.scale = map(torch.from_numpy, section.fit(self.weight.detach().numpy()))


class QuantisedLinear(Fitted, nn.Linear):
    def forward(self, x):
        return Product.apply(x, self.weight, self.bias, self.factor, self.scale)


class QuantisedEmbedding(Fitted, nn.Embedding):
    def forward(self, ids):
        return Rounded.apply(super().forward(ids), self.factor[ids].unsqueeze(-1), self.scale[ids].unsqueeze(-1))


def quantised_parts(encoder):
    return [encoder.words, *(getattr(layer, name) for layer in encoder.layers for name in section.MATRICES)]


def fit(encoder):
    """Chooses scales. They hold for some hundred steps: in these, weights move far less than a step of int8."""
    for part in quantised_parts(encoder):
        part.fit()


def switch(encoder, on):
    """Lets the encoder compute in simulated int8, or in float again. Its weights stay where they are."""
    for part in quantised_parts(encoder):
        embedding = isinstance(part, nn.Embedding)
        part.__class__ = ((QuantisedEmbedding if embedding else QuantisedLinear) if on
                          else nn.Embedding if embedding else nn.Linear)
    if on:
        fit(encoder)


def arguments():
    p = finetune.common_options(__doc__)
    p.add_argument("--run", required=True, help="the folder that finetune.py wrote, with the same files")
    p.add_argument("--out", required=True, help="folder for the checkpoint, which a second run goes on from")
    p.add_argument("--steps", type=int, default=1000)
    p.add_argument("--rate", type=float, default=1e-5, help="of the encoder, at first")
    p.add_argument("--last-rate", type=float, default=1e-6)
    return p.parse_args()


def plan_of(comments, steps, size, seed):
    """So many batches, in which each source has its share of a pass."""
    whole = sum(min(len(r), finetune.ROWS.get(s, len(r))) for s, r in comments.rows.items())
    passes = math.ceil(steps * size / whole)
    share = min(1, (steps + 1) * size / whole / passes)
    return comments.plan(passes, share, size, random.Random(seed))[:steps]


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    run, out = Path(args.run), Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    vocabulary = (run / "vocabulary.json").read_text()
    (out / "vocabulary.json").write_text(vocabulary)
    vocabulary = json.loads(vocabulary)
    goes_on = (out / "checkpoint.pt").exists()
    path = (out if goes_on else run) / "checkpoint.pt"
    saved = torch.load(path, map_location="cpu", weights_only=True)
    comments = finetune.Comments(args.moderato, args.files)
    if saved["sources"] != comments.sources:
        raise SystemExit(f"{path}: its sources are others: {' '.join(saved['sources'])}")
    comments.split(vocabulary, saved["length"])
    net = finetune.Net(bert.Encoder(len(vocabulary), **saved["shape"]), len(comments.sources))
    optimiser = finetune.optimiser_of(net, args.rate)
    saved = finetune.load(path, net, optimiser)
    switch(net.encoder, True)
    plan = plan_of(comments, args.steps, args.batch, args.seed)
    top = optimiser.param_groups[0]["top"]  # of the run before; the heads' rate keeps its relation to it

    def rate_at(step):
        return (args.rate + (args.last_rate - args.rate) * step / len(plan)) / top

    finetune.train(net, optimiser, comments, plan, rate_at, out, args.seed, saved if goes_on else None,
                   lambda: fit(net.encoder))


if __name__ == "__main__":
    main()
