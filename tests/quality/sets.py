# SPDX-License-Identifier: MIT
"""What is measured: the sets, which half each belongs to, and the uses that they stand for.

Choices (of options, features, thresholds, data) are made on the half "choose". The half "confirm"
is looked at once, after the choice.
"""
from __future__ import annotations

import collections
import dataclasses
import functools
import json
import pathlib
import re
import zlib
from collections.abc import Mapping

from run import progress

CHOOSE, CONFIRM = "choose", "confirm"


@dataclasses.dataclass(frozen=True)
class Judged:
    """A set of eval/ and what it judges."""
    name: str
    attribute: str
    half: str


EVAL = (
    Judged("wikipedia-context", "toxicity", CHOOSE),
    Judged("globe-and-mail", "toxicity", CHOOSE),
    Judged("offcombr", "toxicity", CHOOSE),
    Judged("salminen-fbyt", "toxicity", CONFIRM),
    Judged("c3-globe", "toxicity", CONFIRM),
    Judged("c3-globe", "insult", CONFIRM),
    Judged("insults-test", "insult", CONFIRM),
    Judged("conan", "identity_attack", CONFIRM),
)
IDENTITIES = ("identity-madlibs", CHOOSE)
LEAST_OF_AN_IDENTITY = 20  # benign rows

BACKGROUND = {"youtube-politics": CHOOSE, "gab-reddit": CHOOSE, "reddit-coronavirus": CONFIRM}

# What also scores a set's comments, in a field of its rows.
PEER = ("wikipedia-context", "perspective", "Perspective")
LEVELS = (0.7, 0.8, 0.9)

# Sources that a toxicity head is trained without and then measured on; and those that hold the same
# site's comments or the same task's labels, which have to be left out with them.
LEFT_OUT = {"toxic-spans": CHOOSE, "paradetox": CHOOSE, "davidson": CHOOSE, "cad-reddit": CHOOSE,
            "wikipedia-toxicity": CONFIRM, "sbic": CONFIRM}
MEAN_OF = ("toxic-spans", "paradetox", "davidson", "wikipedia-toxicity", "sbic")
SIBLINGS = {
    "toxic-spans": ("civil-chunk18",),
    "wikipedia-toxicity": ("jigsaw2018-train20k", "jigsaw2018-train-cleaned", "jigsaw2018-ak5000"),
}

# The scores' calibration at a natural base rate: the bundle's card has these by held-out folds.
CALIBRATED = {"jigsaw2018-train20k": CHOOSE, "civil-chunk18": CONFIRM}
CALIBRATED_EVAL = {"wikipedia-context": CHOOSE}

# Comments that are measured in disguise, every `step`th.
DISGUISED = (("globe-and-mail", "toxicity", CHOOSE, 1), ("c3-globe", "toxicity", CONFIRM, 3),
             ("insults-test", "insult", CONFIRM, 1))

# Functions of the checklist.
EVERYDAY = ("everyday_short", "single_words", "emoji_benign", "numbers_and_units", "names_and_places")
ABUSE_ELSEWHERE = ("insults_romance_germanic", "insults_slavic_turkish")
SPAM_ELSEWHERE = ("spam_other_languages",)
BENIGN_ELSEWHERE = ("other_languages_a", "other_languages_b")
HARMLESS = ("publish", "not_reject")  # what is expected of harmless comments
SHORT = 6  # words

WORDS = 5000  # the most frequent of background/, each a comment by itself

# One number for each use: the mean of these figures, in each half by their weights.
USES = {
    "talk": {CHOOSE: {"wikipedia-context toxicity: AUC": 1},
             CONFIRM: {"without wikipedia-toxicity: AUC": 1}},
    "news": {CHOOSE: {"globe-and-mail toxicity: AUC": 1},
             CONFIRM: {"c3-globe toxicity: AUC": 1, "c3-globe insult: AUC": 1, "insults-test insult: AUC": 1}},
    "forum": {CHOOSE: {"without cad-reddit: AUC": 1},
              CONFIRM: {"salminen-fbyt toxicity: AUC": 1}},
    "short": {half: {"common words: published": 1, "checklist, everyday: right": 1,
                     f"checklist, harmful of at most {SHORT} words: flagged": 2}
              for half in (CHOOSE, CONFIRM)},
    "spam": {CHOOSE: {"youtube-spam, leave one video out: AUC": 1, "checklist spam: AUC": 1},
             CONFIRM: {"sms-spam, 10-fold: AUC": 1, "without blog-spam: AUC": 1, "checklist spam: AUC": 1}},
    "other languages": {CHOOSE: {"offcombr toxicity: AUC": 2, "checklist, abuse in other languages: AUC": 1,
                                 "checklist, spam in other languages: AUC": 1},
                        CONFIRM: {"checklist, abuse in other languages: AUC": 1,
                                  "checklist, spam in other languages: AUC": 1}},
}


TRIAL = "tests/quality/trial.jsonl"


def trial() -> list[dict]:
    with open(TRIAL, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Missing(Exception):
    """A folder or a set is not there."""


class Data:
    """The folders: `train` as for `make models`; eval, background and cases beside it or one above."""

    def __init__(self, train: pathlib.Path):
        if not train.is_dir() or not any(train.glob("*.jsonl")):
            raise Missing(f"no labelled sources in {train}: CORPORA names the folder of `make models`")
        self.train = train.resolve()
        self._told: set[str] = set()

    def _find(self, name: str) -> pathlib.Path:
        for above in (self.train.parent, self.train.parent.parent):
            if (above / name).exists():
                return above / name
        raise Missing(f"no {name} beside {self.train}")

    def there(self, name: str) -> bool:
        """Is a set there? Says so once if it is not."""
        try:
            self._find(name + ".jsonl")
        except Missing as missing:
            if name not in self._told:
                progress(f"left out: {missing}")
            self._told.add(name)
            return False
        return True

    @functools.lru_cache(maxsize=None)
    def rows(self, name: str) -> list[dict]:
        """Of "eval/x", "background/x" or "cases/x", the rows of x.jsonl."""
        with open(self._find(name + ".jsonl"), encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def leaks(self, trained_on: Mapping[str, int]) -> list[str]:
        """Of files that were trained on, by name and size, those that are here to measure with."""
        kept = {}
        for folder in ("eval", "background", "cases"):
            try:
                kept |= {path.name: path.stat().st_size for path in self._find(folder).glob("*.jsonl")}
            except Missing:
                pass
        sizes = set(kept.values())
        return sorted(name for name, size in trained_on.items() if name in kept or size in sizes)

    def checklist(self, half: str) -> list[dict]:
        odd = half == CONFIRM
        return [r for r in self.rows("cases/checklist") if (zlib.crc32(r["id"].encode()) & 1) == odd]

    @functools.lru_cache(maxsize=None)
    def _words(self) -> list[str]:
        count = collections.Counter()
        for name in BACKGROUND:
            for row in self.rows("background/" + name):
                count.update(re.findall(r"[a-z]+(?:'[a-z]+)*", row["text"].lower()))
        return sorted(count, key=lambda word: (-count[word], word))[:WORDS]

    def words(self, half: str) -> list[str]:
        """Common words, the first of them of rank 1: those of even or of odd rank."""
        return self._words()[1 if half == CHOOSE else 0::2]


def identities(path: str = "corpus/identities.txt") -> list[str]:
    with open(path, encoding="utf-8") as lines:
        return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
