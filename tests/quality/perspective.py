# SPDX-License-Identifier: MIT
"""The part `perspective`: two tables for those who used Perspective's thresholds. It is printed alone.

Perspective's scores are known for one set only (sets.PEER); moderato's shares of other ordinary
comments stand beside it, since a share differs more between sites than between the two.
"""
from __future__ import annotations

import numpy as np

import metrics
import sets
from measure import Measured

ATTRIBUTE = "toxicity"
ORDINARY = ("background/reddit-coronavirus", "eval/globe-and-mail", "eval/c3-globe", "background/gab-reddit",
            "background/youtube-politics")


def same_share(theirs: np.ndarray, ours: np.ndarray, level: float) -> float:
    """The score that as many of `ours` reach as of `theirs` reach the level."""
    above = int((theirs >= level).sum())
    return float(np.sort(ours)[::-1][max(above, 1) - 1])


def interval(theirs: np.ndarray, ours: np.ndarray, level: float) -> tuple[float, float]:
    """Of same_share(), at 95 %: both scorers on the same rows, drawn with replacement."""
    rng = metrics.seeded(f"same share {level}")
    draws = [same_share(theirs[rows], ours[rows], level)
             for rows in (rng.integers(0, len(ours), len(ours)) for _ in range(metrics.DRAWS))]
    low, high = np.percentile(draws, (2.5, 97.5))
    return float(low), float(high)


def both(m: Measured) -> str:
    """Shares at the usual thresholds, and which of moderato's holds as many comments."""
    name, field, peer = sets.PEER
    where, labels, verdicts = m.judged(name, ATTRIBUTE)
    theirs = np.array([m.data.rows("eval/" + name)[i][field] for i in where], float)
    ours = verdicts.scores[ATTRIBUTE]

    def share(hits: np.ndarray) -> str:
        return f"{100 * hits.mean():.2f} % ({int(labels[hits].sum())} of {int(hits.sum())})"

    lines = [f"| score at or above | {peer} | moderato | moderato's score with {peer}'s share | share |",
             "| ---: | ---: | ---: | ---: | ---: |"]
    for level in sets.LEVELS:
        score = same_share(theirs, ours, level)
        low, high = interval(theirs, ours, level)
        lines.append(f"| {level} | {share(theirs >= level)} | {share(ours >= level)} |"
                     f" {score:.2f} ({low:.2f}–{high:.2f}) | {share(ours >= score)} |")
    return f"`{name}`, {len(ours):,} comments, {int(labels.sum())} of them toxic:\n\n" + "\n".join(lines) + "\n"


def ours_elsewhere(m: Measured) -> str:
    """moderato's shares of comments that Perspective's scores are not known for."""
    lines = ["| ordinary comments | number | " + " | ".join(f"≥ {level}" for level in sets.LEVELS) + " |",
             "| --- | ---: |" + " ---: |" * len(sets.LEVELS)]
    for name in ORDINARY:
        if m.data.there(name):
            scores = m.scored(name).scores[ATTRIBUTE]
            shares = " | ".join(f"{100 * np.mean(scores >= level):.2f} %" for level in sets.LEVELS)
            lines.append(f"| `{name.split('/')[1]}` | {len(scores):,} | {shares} |")
    return "\n".join(lines) + "\n"


def page(m: Measured) -> str:
    name = "eval/" + sets.PEER[0]
    if not m.data.there(name):
        raise sets.Missing(f"no {name}, which has {sets.PEER[2]}'s scores")
    return both(m) + "\n" + ours_elsewhere(m)
