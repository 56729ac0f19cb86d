# SPDX-License-Identifier: MIT
"""Figures and their intervals. Needs numpy only.

A figure carries its replicates: what it would have been on other comments drawn as these were. Its
interval is their 2.5th and 97.5th percentile, and a mean of figures gets its interval from the mean
of their replicates. Rank figures are resampled by bootstrap over the rows of each class; shares are drawn
from Jeffreys' posterior, whose interval has a width at 0 and at 1 too. The seed is a figure's name,
so that a figure does not change with what else was measured.
"""
from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Callable, Sequence

import numpy as np

DRAWS = 1000


@dataclasses.dataclass
class Figure:
    """One measured number; `kind` says how it is written: auc, share or error."""
    name: str
    value: float
    draws: np.ndarray | None = None
    n: int = 0
    kind: str = "auc"
    note: str = ""

    @property
    def interval(self) -> tuple[float, float] | None:
        if self.draws is None:
            return None
        low, high = np.percentile(self.draws, (2.5, 97.5))
        return float(low), float(high)


def seeded(name: str) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(name.encode()))


def auc(labels: np.ndarray, scores: np.ndarray) -> float:
    """The share of pairs of a positive and a negative that the scores order; ties count half."""
    labels = np.asarray(labels)
    _, rank = np.unique(scores, return_inverse=True)
    return _auc(rank[labels == 1], rank[labels == 0], int(rank.max()) + 1)


def _auc(positive: np.ndarray, negative: np.ndarray, ranks: int) -> float:
    above = np.bincount(positive, minlength=ranks)
    below = np.bincount(negative, minlength=ranks)
    wins = above @ (np.cumsum(below) - below / 2)
    return float(wins / (len(positive) * len(negative)))


def resampled(labels: np.ndarray, statistic: Callable[[np.ndarray, np.ndarray], float], name: str,
              draws: int = DRAWS) -> np.ndarray:
    """Replicates of a statistic of the indices of positives and of negatives, drawn with replacement."""
    labels = np.asarray(labels)
    positive, negative = np.flatnonzero(labels == 1), np.flatnonzero(labels == 0)
    rng = seeded(name)
    return np.array([statistic(rng.choice(positive, len(positive)), rng.choice(negative, len(negative)))
                     for _ in range(draws)])


def auc_figure(name: str, labels: Sequence[int], scores: Sequence[float], note: str = "") -> Figure | None:
    """None where a class has no row."""
    y, s = np.asarray(labels), np.asarray(scores)
    if not (y == 1).any() or not (y == 0).any():
        return None
    _, rank = np.unique(s, return_inverse=True)
    ranks = int(rank.max()) + 1
    draws = resampled(y, lambda p, q: _auc(rank[p], rank[q], ranks), name)
    return Figure(name, auc(y, s), draws, len(y), "auc", note)


def loss_figure(name: str, labels: Sequence[int], plain: np.ndarray, others: Sequence[np.ndarray],
                note: str = "") -> Figure:
    """The AUC of `plain` less that of `others`, their mean; all are scores of the same rows."""
    y = np.asarray(labels)
    ranks = [np.unique(s, return_inverse=True)[1] for s in (plain, *others)]

    def lost(p: np.ndarray, q: np.ndarray) -> float:
        areas = [_auc(r[p], r[q], len(y)) for r in ranks]
        return areas[0] - float(np.mean(areas[1:]))

    value = lost(np.flatnonzero(y == 1), np.flatnonzero(y == 0))
    draws = resampled(y, lost, name, DRAWS if len(others) == 1 else DRAWS // 4)
    return Figure(name, value, draws, len(y), "auc", note)


def share_figure(name: str, hits: Sequence[bool], note: str = "") -> Figure | None:
    """The share of true values; None of none."""
    hits = np.asarray(hits, bool)
    if not len(hits):
        return None
    k, n = int(hits.sum()), len(hits)
    draws = seeded(name).beta(k + 0.5, n - k + 0.5, DRAWS)
    return Figure(name, k / n, draws, n, "share", note)


def mean_share_figure(name: str, shares: Sequence[float], note: str = "") -> Figure | None:
    """The mean of rows that each have a share of their own (their replicates draw whole rows)."""
    shares = np.asarray(shares, float)
    if not len(shares):
        return None
    rng = seeded(name)
    draws = np.array([rng.choice(shares, len(shares)).mean() for _ in range(DRAWS)])
    return Figure(name, float(shares.mean()), draws, len(shares), "share", note)


def recall_at(labels: np.ndarray, scores: np.ndarray, share: float) -> float:
    """The share of positives found when at most `share` of the negatives may score as high."""
    labels, scores = np.asarray(labels), np.asarray(scores)
    return _recall_at(scores[labels == 1], scores[labels == 0], share)


def _recall_at(positive: np.ndarray, negative: np.ndarray, share: float) -> float:
    falling = np.sort(negative)[::-1]
    allowed = int(share * len(falling) + 1e-9)
    # Above the first negative that may not be taken any more: a tie with it would take it too.
    return float(np.mean(positive > falling[allowed])) if allowed < len(falling) else 1.0


def recall_figure(name: str, labels: Sequence[int], scores: Sequence[float], share: float,
                  note: str = "") -> Figure | None:
    y, s = np.asarray(labels), np.asarray(scores)
    if not (y == 1).any() or not (y == 0).any():
        return None
    draws = resampled(y, lambda p, q: _recall_at(s[p], s[q], share), name)
    return Figure(name, recall_at(y, s, share), draws, len(y), "share", note)


def ece(labels: np.ndarray, scores: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error: how far scores lie from the shares that are positive, in bins of
    equal width, weighted by their rows."""
    y, s = np.asarray(labels, float), np.asarray(scores, float)
    where = np.minimum((s * bins).astype(int), bins - 1)
    return float(np.abs(np.bincount(where, y - s, bins)).sum() / len(y))


def ece_figure(name: str, labels: Sequence[int], scores: Sequence[float], note: str = "") -> Figure:
    y, s = np.asarray(labels, float), np.asarray(scores, float)
    rng = seeded(name)
    rows = (rng.integers(0, len(y), len(y)) for _ in range(DRAWS))
    draws = np.array([ece(y[i], s[i]) for i in rows])
    return Figure(name, ece(y, s), draws, len(y), "error", note)


def mean_figure(name: str, parts: Sequence[Figure], weights: Sequence[float] | None = None,
                note: str = "") -> Figure:
    """The weighted mean of figures that were measured on different rows."""
    weights = np.asarray(weights if weights is not None else np.ones(len(parts)), float)
    weights = weights / weights.sum()
    value = float(sum(w * p.value for w, p in zip(weights, parts)))
    draws = None
    if all(p.draws is not None for p in parts):
        draws = sum(w * p.draws for w, p in zip(weights, parts))  # they were drawn independently
    return Figure(name, value, draws, sum(p.n for p in parts), parts[0].kind, note)
