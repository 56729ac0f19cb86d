# SPDX-License-Identifier: MIT
"""The parts that need only a bundle: each gives the figures of one half."""
from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import numpy as np

import metrics
import sets
from metrics import Figure
from run import Failed, Program, Verdicts, progress

HOLD, REJECT = 1, 2
RIGHT = {"publish": (0,), "not_reject": (0, 1), "flag": (1, 2), "reject": (2,)}


class Measured:
    """A bundle on the visible sets; a set is scored once."""

    def __init__(self, program: Program, data: sets.Data):
        self.program = program
        self.data = data

    @functools.lru_cache(maxsize=None)
    def scored(self, name: str, second: str | None = None) -> Verdicts:
        """`second` says which comments the encoder reads, too, if not those that the policy sends to it."""
        return self.program.score(self.data.rows(name), second=second)

    def judged(self, name: str, attribute: str) -> tuple[np.ndarray, np.ndarray, Verdicts]:
        """Which rows of a set judge the attribute, their labels and verdicts."""
        rows = self.data.rows("eval/" + name)
        where = np.array([i for i, r in enumerate(rows) if attribute in r["labels"]])
        labels = np.array([rows[i]["labels"][attribute] for i in where])
        verdicts = self.scored("eval/" + name)[where]
        if attribute not in verdicts.margins:
            raise Failed(f"the bundle has no head for {attribute}")
        return where, labels, verdicts


def eval_sets(m: Measured, half: str) -> Iterator[Figure | None]:
    """Each labelled set: its AUC, and what the policy does to its clean and its harmful side."""
    for one in sets.EVAL:
        if one.half != half or not m.data.there("eval/" + one.name):
            continue
        name = f"{one.name} {one.attribute}"
        _, labels, verdicts = m.judged(one.name, one.attribute)
        clean, harmful = verdicts.decisions[labels == 0], verdicts.decisions[labels == 1]
        yield metrics.auc_figure(f"{name}: AUC", labels, verdicts.margins[one.attribute],
                                 f"{len(harmful):,} positive")
        yield metrics.share_figure(f"{name}, clean side: held or rejected", clean >= HOLD)
        yield metrics.share_figure(f"{name}, clean side: rejected", clean == REJECT)
        yield metrics.share_figure(f"{name}, harmful side: held or rejected", harmful >= HOLD)


def identities(m: Measured, half: str) -> Iterator[Figure | None]:
    """Sentences that name identities: does naming one suffice to be flagged?"""
    name, own = sets.IDENTITIES
    if own != half or not m.data.there("eval/" + name):
        return
    rows = m.data.rows("eval/" + name)
    _, labels, verdicts = m.judged(name, "toxicity")
    margins = verdicts.margins["toxicity"]
    yield metrics.auc_figure(f"{name} toxicity: AUC", labels, margins)
    texts = [" " + " ".join(re.findall(r"\w+", row["text"].lower())) + " " for row in rows]
    worst = None
    for term in sets.identities():
        inside = np.array([f" {term} " in text for text in texts])
        if (inside & (labels == 0)).sum() < sets.LEAST_OF_AN_IDENTITY:
            continue
        # Background positive, subgroup negative (Borkan et al. 2019).
        keep = (inside & (labels == 0)) | (~inside & (labels == 1))
        area = metrics.auc(labels[keep], margins[keep])
        if worst is None or area < worst[0]:
            worst = area, term, keep
    if worst:
        yield metrics.auc_figure(f"{name}: worst BPSN AUC", labels[worst[2]], margins[worst[2]], worst[1])


def background(m: Measured, half: str) -> Iterator[Figure | None]:
    """Ordinary comments that nobody judged: what the policy would hold of them."""
    for name, own in sets.BACKGROUND.items():
        if own != half or not m.data.there("background/" + name):
            continue
        decisions = m.scored("background/" + name).decisions
        yield metrics.share_figure(f"{name}: held or rejected", decisions >= HOLD)
        yield metrics.share_figure(f"{name}: rejected", decisions == REJECT)


def levels(m: Measured, half: str) -> Iterator[Figure | None]:
    """Shares of comments as they come at high scores, and another scorer on the same rows."""
    name, field, peer = sets.PEER
    if not any(one.name == name and one.half == half for one in sets.EVAL) or not m.data.there("eval/" + name):
        return
    where, labels, verdicts = m.judged(name, "toxicity")
    rows = m.data.rows("eval/" + name)
    theirs = np.array([rows[i].get(field, np.nan) for i in where], float)
    there = ~np.isnan(theirs)
    margins = verdicts.margins["toxicity"]
    if there.any():
        yield metrics.auc_figure(f"{name}: AUC of {peer}", labels[there], theirs[there])
        yield metrics.loss_figure(f"{name}: AUC above that of {peer}", labels[there], margins[there],
                                  [theirs[there]])
    for level in sets.LEVELS:
        beside = f"{peer}: {100 * np.mean(theirs[there] >= level):.2f} %" if there.any() else ""
        yield metrics.share_figure(f"{name}: toxicity at or above {level}",
                                   verdicts.scores["toxicity"] >= level, beside)


def trial(m: Measured, half: str) -> Iterator[Figure | None]:
    """Comments written to measure with, by people who had seen neither corpus/ nor the program."""
    if half != sets.CONFIRM:
        return
    rows = sets.trial()
    verdicts = m.program.score(rows)
    labels = np.array([row["labels"]["toxicity"] for row in rows])
    harmless, harmful = verdicts.decisions[labels == 0], verdicts.decisions[labels == 1]
    yield metrics.auc_figure("trial toxicity: AUC", labels, verdicts.margins["toxicity"])
    yield metrics.share_figure("trial, harmless: held or rejected", harmless >= HOLD)
    yield metrics.share_figure("trial, harmless: rejected", harmless == REJECT)
    yield metrics.share_figure("trial, harmful: held or rejected", harmful >= HOLD)


def checklist(m: Measured, half: str) -> Iterator[Figure | None]:
    """What a fair moderator would decide. The functions that fail most are told on standard error."""
    if not m.data.there("cases/checklist"):
        return
    rows = m.data.checklist(half)
    verdicts = m.program.score(rows)
    decisions = verdicts.decisions
    right = np.array([d in RIGHT[r["expect"]] for r, d in zip(rows, decisions)], bool)
    harmless = np.array([r["expect"] in sets.HARMLESS for r in rows], bool)
    function = np.array([r["function"] for r in rows])
    yield metrics.share_figure("checklist: right", right)
    yield metrics.share_figure("checklist, harmless: right", right[harmless])
    yield metrics.share_figure("checklist, harmless: rejected", decisions[harmless] == REJECT)
    yield metrics.share_figure("checklist, harmful: right", right[~harmless])
    yield metrics.share_figure("checklist, harmful: flagged", decisions[~harmless] >= HOLD)
    yield metrics.share_figure("checklist, everyday: right", right[np.isin(function, sets.EVERYDAY)])
    short = np.array([len(r["text"].split()) <= sets.SHORT for r in rows], bool) & ~harmless
    yield metrics.share_figure(f"checklist, harmful of at most {sets.SHORT} words: flagged",
                               decisions[short] >= HOLD)

    def area(name: str, attribute: str, among: np.ndarray) -> Figure | None:
        label = np.array([r["attributes"].get(attribute, -1) for r in rows])
        keep = among & (label >= 0)
        return metrics.auc_figure(name, label[keep], verdicts.margins[attribute][keep]) if keep.any() else None

    spam = np.array([r["attributes"].get("spam") == 1 for r in rows], bool)
    yield area("checklist toxicity: AUC", "toxicity", ~spam)
    yield area("checklist spam: AUC", "spam", np.ones(len(rows), bool))
    benign = np.isin(function, sets.BENIGN_ELSEWHERE)
    yield area("checklist, abuse in other languages: AUC", "toxicity",
               benign | np.isin(function, sets.ABUSE_ELSEWHERE))
    yield area("checklist, spam in other languages: AUC", "spam",
               benign | np.isin(function, sets.SPAM_ELSEWHERE))
    failing = sorted((right[function == f].mean(), f, int((function == f).sum())) for f in set(function))
    progress("checklist, least right: " + ", ".join(f"{f} {share:.0%} of {n}" for share, f, n in failing[:12]))


def words(m: Measured, half: str) -> Iterator[Figure | None]:
    """Common words, each alone as a comment. A few are rude or slurs and rightly not published."""
    if not all(m.data.there("background/" + name) for name in sets.BACKGROUND):
        return
    some = m.data.words(half)
    decisions = m.program.score([{"text": word} for word in some]).decisions
    yield metrics.share_figure("common words: published", decisions < HOLD)
    yield metrics.share_figure("common words: rejected", decisions == REJECT)
    progress("words not published: " + " ".join(w for w, d in zip(some, decisions) if d >= HOLD)[:600])


def disguises(m: Measured, half: str) -> Iterator[Figure | None]:
    """Half of the words in disguise, by each family."""
    for name, attribute, own, step in sets.DISGUISED:
        if own != half or not m.data.there("eval/" + name):
            continue
        where, labels, plain = m.judged(name, attribute)
        where, labels, plain = where[::step], labels[::step], plain[np.arange(0, len(where), step)]
        rows = m.data.rows("eval/" + name)
        families = m.program.disguise([rows[i] for i in where])
        dressed = {f: m.program.score(some) for f, some in families.items()}
        margins = {f: v.margins[attribute] for f, v in dressed.items()}
        key = f"{name} {attribute} in disguise"
        yield metrics.loss_figure(f"{key}: AUC lost, mean", labels, plain.margins[attribute],
                                  list(margins.values()))
        worst = min(margins, key=lambda f: metrics.auc(labels, margins[f]))
        yield metrics.loss_figure(f"{key}: AUC lost, worst", labels, plain.margins[attribute],
                                  [margins[worst]], worst)
        found = (labels == 1) & (plain.scores[attribute] >= 0.5)
        if found.any():
            kept = {f: v.scores[attribute][found] >= 0.5 for f, v in dressed.items()}
            least = min(kept, key=lambda f: kept[f].mean())
            yield metrics.share_figure(f"{key}: recall kept, worst", kept[least], least)
    if not m.data.there("cases/checklist"):
        return
    harmful = [r for r in m.data.checklist(half) if r["expect"] not in sets.HARMLESS]
    plain = m.program.score(harmful).decisions
    flagged = plain >= HOLD
    dressed = {f: m.program.score(some).decisions for f, some in m.program.disguise(harmful).items()}
    as_suspicious = {f: d >= plain for f, d in dressed.items()}
    spam = np.array([r["attributes"].get("spam") == 1 for r in harmful], bool)
    for what, among in (("spam", spam & flagged), ("abuse", ~spam & flagged)):
        if not among.any():
            continue
        rows_share = np.mean([same[among] for same in as_suspicious.values()], axis=0)
        key = f"checklist, flagged {what}: as suspicious disguised as plain"
        yield metrics.mean_share_figure(f"{key}, mean", rows_share)
        worst = min(as_suspicious, key=lambda f: as_suspicious[f][among].mean())
        yield metrics.share_figure(f"{key}, worst", as_suspicious[worst][among], worst)


def calibration(m: Measured, half: str) -> Iterator[Figure | None]:
    """Expected calibration error where abuse is as rare as it is. Of training sources the card has it,
    measured on held-out folds."""
    for name, own in sets.CALIBRATED_EVAL.items():
        if own == half and m.data.there("eval/" + name):
            _, labels, verdicts = m.judged(name, "toxicity")
            yield metrics.ece_figure(f"{name} toxicity: calibration error", labels, verdicts.scores["toxicity"])
    for name, own in sets.CALIBRATED.items():
        row = own == half and card_row(m.program.card(), "toxicity", name)
        if row:
            yield Figure(f"{name} toxicity: calibration error", row["ece"], None,
                         row["n"], "error", "held-out folds, by the card")
        elif own == half:
            progress(f"the card has no figures of {name}")


def card_row(card: dict, attribute: str, source: str) -> dict | None:
    """A card's figures of an attribute and a source, where they have a calibration error."""
    for row in card.get("figures", []):
        if (row["attribute"], row["slice"], row["name"]) == (attribute, "source", source) and row["ece"] is not None:
            return row
    return None
