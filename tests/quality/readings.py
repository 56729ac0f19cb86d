# SPDX-License-Identifier: MIT
"""The part `readings`: what the second reading gives, by set, by length of the comment and by the share of comments
that are read twice. It is printed alone."""
from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

import metrics
import sets
from measure import Measured
from run import Verdicts, progress

ORDINARY = "background/reddit-coronavirus"
LENGTHS = ((1, 10), (11, 25), (26, 60), (61, 150), (151, None))
LEAST_OF_A_LENGTH = 20  # positive ones
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8)
WAYS = {"never": "words alone", "auto": "as it ships", "always": "everything read twice"}
MARKED = "wikipedia-context", "salminen-fbyt", "c3-globe", "globe-and-mail"  # of which more is told


class Readings:
    """A set read in all three ways, as far as it judges an attribute."""

    def __init__(self, m: Measured, name: str, attribute: str):
        rows = m.data.rows("eval/" + name)
        self.where = np.array([i for i, r in enumerate(rows) if attribute in r["labels"]])
        self.labels = np.array([rows[i]["labels"][attribute] for i in self.where])
        self.words = np.array([len(rows[i]["text"].split()) for i in self.where])
        self.attribute = attribute
        self.all = {way: scored(m, "eval/" + name, way)[self.where] for way in WAYS}

    def margins(self, way: str) -> np.ndarray:
        return self.all[way].margins[self.attribute]

    def auc(self, margins: np.ndarray, keep: np.ndarray | slice = slice(None)) -> str:
        return f"{metrics.auc(self.labels[keep], margins[keep]):.3f}"


def scored(m: Measured, name: str, way: str) -> Verdicts:
    progress(f"{name}, {WAYS[way]}")
    return m.scored(name, way)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def by_set(m: Measured) -> str:
    rows = []
    for one in sets.EVAL:
        if not m.data.there("eval/" + one.name):
            continue
        r = Readings(m, one.name, one.attribute)
        twice = f"{100 * r.all['auto'].twice.mean():.0f} %"
        rows.append([f"`{one.name}`, {one.attribute}", *(r.auc(r.margins(way)) for way in WAYS), twice])
    return table(["set, attribute", *WAYS.values(), "of it read twice"], rows)


def by_length(m: Measured) -> str:
    names = [name for name in MARKED[1:] if m.data.there("eval/" + name)]
    read = [Readings(m, name, "toxicity") for name in names]
    rows = []
    for low, high in LENGTHS:
        cells = []
        for r in read:
            keep = (r.words >= low) & (r.words <= (high or r.words.max()))
            enough = LEAST_OF_A_LENGTH <= r.labels[keep].sum() < keep.sum()
            cells.append(" / ".join(r.auc(r.margins(way), keep) for way in WAYS) if enough else "")
        rows.append([f"{low}–{high}" if high else f"{low} and more", *cells])
    return table(["words", *(f"`{name}`" for name in names)], rows)


def sender(ordinary: Verdicts, share: float) -> Callable[[Verdicts], np.ndarray]:
    """Which comments are read twice if each attribute sends as many and all together that share of ordinary ones, as
    `moderato cascade` sets it."""
    scores = [s for name, s in ordinary.scores.items() if name != "spam"]
    low, high = 0.0, 1.0
    for _ in range(30):
        each = (low + high) / 2
        sent = np.any([s >= np.quantile(s, 1 - each) for s in scores], 0).mean()
        low, high = (low, each) if sent > share else (each, high)
    start = {name: np.quantile(s, 1 - low) for name, s in ordinary.scores.items() if name != "spam"}
    return lambda v: np.any([v.scores[name] >= start[name] for name in start], 0)


def by_share(m: Measured) -> str:
    names = [name for name in MARKED if m.data.there("eval/" + name)]
    read = [Readings(m, name, "toxicity") for name in names]
    ordinary = scored(m, ORDINARY, "never")
    rows = [["none", *(r.auc(r.margins("never")) for r in read)]]
    for share in SHARES:
        wanted = sender(ordinary, share)
        rows.append([f"{100 * share:.0f} %", *(r.auc(np.where(wanted(r.all["never"]), r.margins("always"),
                                                              r.margins("never"))) for r in read)])
    rows.append(["all", *(r.auc(r.margins("always")) for r in read)])
    return table(["of ordinary comments read twice", *(f"`{name}`" for name in names)], rows)


def page(m: Measured) -> str:
    parts = ["AUC of sets that nothing was trained on:", by_set(m),
             f"By length; AUC of toxicity, {' / '.join(WAYS.values())}:", by_length(m)]
    if m.data.there(ORDINARY):
        parts += [f"By the share of `{ORDINARY.rpartition('/')[2]}` that is read twice; AUC of toxicity:", by_share(m)]
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"
