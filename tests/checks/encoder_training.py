# SPDX-License-Identifier: MIT
"""Tests the training of encoders on a tiny one of random numbers: encoder_training.py MODERATO FOLDER."""
import argparse
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, "tools/encoder")
import torch

import bert
import finetune
import golden
import quantise
import section

MODERATO, WORK = sys.argv[1], Path(sys.argv[2])
LENGTH, STEPS = 16, 255
passed = failed = 0


def check(name, good):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print(f"failed: {name}")


class Stopped(Exception):
    pass


def stop():
    raise Stopped


def net_of(vocabulary, sources):
    torch.manual_seed(1)
    encoder = golden.random_net(vocabulary, width=32, heads=2, inner=48, layers=2, positions=LENGTH)[0]
    return finetune.Net(encoder, sources).eval()


def logits(net, ids):
    with torch.no_grad():
        return net(torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.long))[0]


def check_simulation(vocabulary):
    net = net_of(vocabulary, 1)
    state = {k.removeprefix("encoder."): v.numpy() for k, v in net.state_dict().items() if k != "offsets.weight"}
    parts = section.parts_of(state, net.encoder.shape, vocabulary, finetune.ATTRIBUTES)
    theirs, ours = bert.Pieces(vocabulary), bert.Pieces(parts["pieces"])
    texts = [t for t in golden.some_texts(random.Random(3), 60) if golden.is_steady(parts, ours.of_text(t, LENGTH))]
    ids = [theirs.of_text(t, LENGTH) for t in texts]
    exact = torch.stack([logits(net, i) for i in ids])
    expected = torch.stack([torch.from_numpy(section.logits(parts, ours.of_text(t, LENGTH))) for t in texts])
    quantise.switch(net.encoder, True)
    simulated = torch.stack([logits(net, i) for i in ids])
    check("some texts are steady", len(texts) > 10)
    check("the simulation computes what the file does", (simulated - expected).abs().max() < 1e-4)
    check("which is not what floats do", (exact - expected).abs().max() > 1e-3)
    net(torch.tensor([ids[0]]), torch.ones(1, len(ids[0]), dtype=torch.long)).sum().backward()
    check("gradients pass through the rounding",
          all(p.grad is not None and p.grad.abs().sum() > 0 for n, p in net.named_parameters() if "offsets" not in n))
    quantise.switch(net.encoder, False)
    check("without it all is as before", all(torch.equal(logits(net, i), e) for i, e in zip(ids, exact)))


def write_sources():
    dice = random.Random(4)
    for name in ("one", "two"):
        with open(WORK / f"{name}.jsonl", "w", encoding="utf-8") as f:
            for text in golden.some_texts(dice, 300):
                label = {"insult": int("idiot" in text)} if name == "two" else {"toxicity": int("you" in text), "spam": 0}
                f.write(json.dumps({"text": "you goes " + text, "labels": label}) + "\n")
    return [str(WORK / "one.jsonl"), str(WORK / "two.jsonl")]


def trained(comments, vocabulary, out, saved=None, at_save=None):
    net = net_of(vocabulary, 2)
    optimiser = finetune.optimiser_of(net, 1e-3)
    if saved:
        saved = finetune.load(saved, net, optimiser)
    quantise.switch(net.encoder, True)
    out.mkdir(exist_ok=True)
    plan = quantise.plan_of(comments, STEPS, 4, 1)
    check("the plan has as many steps as asked for", len(plan) == STEPS)
    used = {comments.sources[comments.source_of[i]] for b in plan for i in b}
    check("and comments of each source", used == set(comments.sources))
    finetune.train(net, optimiser, comments, plan, lambda step: 1 - step / STEPS, out, 1, saved,
                   at_save or (lambda: quantise.fit(net.encoder)))
    return net.state_dict()


def check_training(vocabulary):
    comments = finetune.Comments(MODERATO, write_sources())
    comments.split(vocabulary, LENGTH)
    whole = trained(comments, vocabulary, WORK / "whole")
    try:
        trained(comments, vocabulary, WORK / "halves", at_save=stop)
        check("stops when it is to", False)
    except Stopped:
        pass
    halves = trained(comments, vocabulary, WORK / "halves", WORK / "halves" / "checkpoint.pt")
    check("a training that goes on ends like one that was not stopped", all(torch.equal(whole[k], halves[k]) for k in whole))
    before = net_of(vocabulary, 2).state_dict()
    check("and has learned", not torch.equal(before["encoder.layers.0.up.weight"], whole["encoder.layers.0.up.weight"]))
    check_start(comments, vocabulary, whole, before)


def check_start(comments, vocabulary, whole, before):
    """A training that starts from others takes the mean of what they learned."""
    first, second, out = (WORK / name for name in ("whole", "untrained", "next"))
    saved = torch.load(first / "checkpoint.pt", weights_only=True)
    for folder in (second, out):
        folder.mkdir()
    for folder in (first, second):
        (folder / "vocabulary.json").write_text(json.dumps(vocabulary))
    torch.save(saved | {"net": before}, second / "checkpoint.pt")
    net = finetune.go_on_from([first, second], comments, argparse.Namespace(out=out, length=LENGTH)).state_dict()
    name = "encoder.layers.0.up.weight"
    check("starts midway between two", torch.allclose(net[name], (whole[name] + before[name]) / 2))
    check("with the offsets of the first", torch.equal(net["offsets.weight"], whole["offsets.weight"]))


def check_windows(vocabulary):
    pieces = bert.Pieces(vocabulary)
    for n in (0, 1, 14, 15, 40, 500):
        windows = pieces.windows("you " * n, LENGTH)
        read = pieces.of_text("you " * n, bert.WINDOWS * (LENGTH - 2) + 2)[1:-1]
        check("windows cover what is read", [i for w in windows for i in w[1:-1]] == read)
        check("and fit", max(map(len, windows)) <= LENGTH)
    z = torch.tensor([[1.0], [2.0], [6.0]])
    pooled = finetune.pooled(z, finetune.owners_of([[0, 0], [0]]))
    check("a comment lies midway between mean and highest", torch.equal(pooled, torch.tensor([[1.75], [6.0]])))


torch.set_num_threads(1)
pieces = [bert.PAD] + golden.golden_vocabulary()[::-1]
check_simulation(pieces)
check_windows(pieces)
check_training(pieces)
print(f"{passed} passed, {failed} failed")
