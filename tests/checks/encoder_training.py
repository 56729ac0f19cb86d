# SPDX-License-Identifier: MIT
"""Tests the training of encoders on a tiny one of random numbers: encoder_training.py MODERATO FOLDER."""
import argparse
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, "tools/encoder")
import torch

import average
import bert
import finetune
import golden
import quantise
import restore
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


def check_restore(vocabulary):
    """What a file holds comes back as a network that computes the same but for the rounding of what lies between."""
    net = net_of(vocabulary, 1)
    state = {k.removeprefix("encoder."): v.numpy() for k, v in net.state_dict().items() if k != "offsets.weight"}
    data = section.write(section.parts_of(state, net.encoder.shape, vocabulary, finetune.ATTRIBUTES))
    check("a file that was read is written as it was", section.write(section.read(data)) == data)
    back, pieces = restore.network(section.read(data), 1)
    theirs, ours = bert.Pieces(vocabulary), bert.Pieces(pieces)
    off = [(logits(net, theirs.of_text(t, LENGTH)) - logits(back, ours.of_text(t, LENGTH))).abs().max()
           for t in golden.some_texts(random.Random(5), 20)]
    check("the restored network computes nearly the same", 0 < max(off) < 0.1)
    check("a bundle's section is found", restore.encoder_bytes(
        b"moderato" + bytes(24) + (1).to_bytes(4, "little") + bytes(4) + b"ENCO" + bytes(4) +
        (64).to_bytes(8, "little") + len(data).to_bytes(8, "little") + data) == data)


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
    """A training that starts from another has what that learned; a mean has what several did."""
    first, out = WORK / "whole", WORK / "next"
    out.mkdir()
    (first / "vocabulary.json").write_text(json.dumps(vocabulary))
    net = finetune.go_on_from(first, comments, argparse.Namespace(out=out, length=LENGTH)).state_dict()
    check("starts where another ended", all(torch.equal(net[k], whole[k]) for k in whole))
    mean = average.mean([before, whole], [1, 3])
    name = "encoder.layers.0.up.weight"
    check("the mean lies between", torch.allclose(mean[name], (before[name] + 3 * whole[name]) / 4))
    check("with the offsets of the last", torch.equal(mean["offsets.weight"], whole["offsets.weight"]))


def check_disguises(vocabulary):
    """A comment in disguise is the comment, in other letters, with the same labels."""
    path = WORK / "plain.jsonl"
    lines = [{"text": f"number {k} is nobody but a stupid person", "labels": {"insult": k % 2}} for k in range(16)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    comments = finetune.Comments(MODERATO, [str(path), str(WORK / "one.jsonl")], 1, {"plain": "one"})
    comments.split(vocabulary, LENGTH)
    own = comments.rows["plain"]
    differ = sum(comments.texts[i] != comments.others[i] for i in own)
    check("disguised comments are others", differ > len(own) / 2)
    check("but each is of its number", all(f" {k} is" in comments.others[i] or "is" not in comments.others[i]
                                           for k, i in enumerate(own)))
    check("and they are what training sees", comments.windows_seen(own[0], random.Random(1)) ==
          comments.pieces.windows(comments.others[own[0]], LENGTH))
    check("a source is judged by the rules of another", set(comments.source_of[own].tolist()) == {1})


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
check_restore(pieces)
check_training(pieces)
check_disguises(pieces)
print(f"{passed} passed, {failed} failed")
