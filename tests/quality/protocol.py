# SPDX-License-Identifier: MIT
"""The parts that train: heads by the recipe of the bundle, without what they are measured on.

The recipe is what models/default/make.sh would run, so that it stands in one place. A head is
trained for one attribute and without cross-validation: ranks need no calibration. Texts of
the rows that are held out are taken out of all other sources too.
"""
from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import re
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Sequence

import numpy as np

import metrics
import sets
from metrics import Figure
from run import Failed, Program, progress

NOT_FOR_HEADS = ("--out", "-o", "--card", "--notes", "--test", "--test-identities", "--attributes")
FLAGS = ("--near-duplicates", "--strict", "--quiet", "-q")  # options that have no argument


@dataclasses.dataclass(frozen=True)
class Row:
    line: str
    source: str
    group: str
    labels: dict[str, int]
    key: str  # what remains of its text when all but letters and digits is gone


class Recipe:
    """The options and the labelled files that the bundle is trained by."""

    def __init__(self, arguments: Sequence[str]):
        self.options: list[tuple[str, ...]] = []
        self.files: list[str] = []
        i = 1 if arguments[:1] == ["train"] else 0
        while i < len(arguments):
            argument = arguments[i]
            if not argument.startswith("-"):
                self.files.append(argument)
                i += 1
            elif argument in FLAGS:
                self.options.append((argument,))
                i += 1
            else:
                self.options.append((argument, arguments[i + 1]))
                i += 2
        self.rows = list(self._read())
        self.sources = {row.source for row in self.rows}

    @classmethod
    def of(cls, make: str, program: Program, data: sets.Data) -> Recipe:
        """What `make` (models/default/make.sh) says that it would run."""
        done = subprocess.run([make, program.binary], capture_output=True, text=True, check=False,
                              env=os.environ | {"MODE": "options", "CORPORA": str(data.train)})
        if done.returncode:
            raise Failed(f"{make}: {done.stderr.strip()}")
        return cls(done.stdout.splitlines())

    def _read(self) -> Iterator[Row]:
        for path in self.files:
            with open(path, encoding="utf-8") as lines:
                for line in lines:
                    row = json.loads(line)
                    yield Row(line, row["source"], row.get("group", ""), row.get("labels", {}),
                              re.sub(r"\W+", "", row["text"].lower()))

    def assumed(self, attribute: str) -> set[str]:
        """Sources whose rows get a label by --assume."""
        found = set()
        for option in self.options:
            what, _, names = option[-1].partition(":")
            if option[0] == "--assume" and what.startswith(attribute + "="):
                found.update(names.split(","))
        return found

    def arguments(self, attribute: str, sources: Collection[str]) -> list[str]:
        """Options for a head that is trained on these sources."""
        out = ["--attributes", attribute]
        for name, *rest in self.options:
            if name in NOT_FOR_HEADS:
                continue
            if name == "--weight" and rest[0].rpartition("=")[0] not in sources:
                continue
            if name == "--second":
                if attribute not in rest[0].split(","):
                    continue
                rest = [attribute]
            if name == "--assume":
                what, _, names = rest[0].partition(":")
                named = [n for n in names.split(",") if n in sources]
                if not what.startswith(attribute + "=") or not named:
                    continue
                rest = [f"{what}:{','.join(named)}"]
            if name == "--cost" and "," not in rest[0]:
                out += ["--folds", "1"]
            elif name == "--folds":
                continue
            out += [name, *rest]
        return out

    def train(self, program: Program, attribute: str, out: Collection[int], without: Collection[str],
              folder: str) -> str:
        """A bundle with one head, without the rows `out` (and their texts) and the sources `without`."""
        keys = {self.rows[i].key for i in out}
        own = {self.rows[i].source for i in out}  # repeats inside a source are its protocol's affair
        assumed = self.assumed(attribute)
        path = os.path.join(folder, "rows.jsonl")
        used = set()
        with open(path, "w", encoding="utf-8") as file:
            for i, row in enumerate(self.rows):
                judged = attribute in row.labels or row.source in assumed
                if i in out or not judged or row.source in without or row.key in keys and row.source not in own:
                    continue
                used.add(row.source)
                file.write(row.line)
        bundle = os.path.join(folder, "head.bundle")
        program.run("train", "--quiet", *self.arguments(attribute, used), "--out", bundle, path)
        return bundle

    def held_out(self, program: Program, attribute: str, folds: Sequence[Sequence[int]],
                 without: Collection[str] = ()) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Labels and margins of each fold's rows, by a head that never saw them."""
        for fold in folds:
            with tempfile.TemporaryDirectory() as folder:
                bundle = self.train(program, attribute, set(fold), without, folder)
                rows = [json.loads(self.rows[i].line) for i in fold]
                yield (np.array([self.rows[i].labels[attribute] for i in fold]),
                       program.score(rows, bundle).margins[attribute])

    def judging(self, source: str, attribute: str) -> list[int]:
        return [i for i, row in enumerate(self.rows) if row.source == source and attribute in row.labels]


def by_group(recipe: Recipe, rows: Sequence[int]) -> list[list[int]]:
    groups: dict[str, list[int]] = {}
    for i in rows:
        groups.setdefault(recipe.rows[i].group, []).append(i)
    return list(groups.values())


def stratified(recipe: Recipe, rows: Sequence[int], attribute: str, k: int) -> list[list[int]]:
    """k folds with as many positives each, drawn at random."""
    rng = metrics.seeded("folds")
    folds: list[list[int]] = [[] for _ in range(k)]
    for label in (0, 1):
        some = [i for i in rows if recipe.rows[i].labels[attribute] == label]
        for n, i in enumerate(rng.permutation(some)):
            folds[n % k].append(int(i))
    return folds


def sources(program: Program, recipe: Recipe, half: str) -> Iterator[Figure | None]:
    """Toxicity on sources that the head never saw."""
    mean = []
    for name, own in sets.LEFT_OUT.items():
        rows = recipe.judging(name, "toxicity")
        if own != half or not rows:
            continue
        progress(f"toxicity without {name}")
        without = {name, *sets.SIBLINGS.get(name, ())}
        [(labels, margins)] = recipe.held_out(program, "toxicity", [rows], without)
        left = ", ".join(s for s in sets.SIBLINGS.get(name, ()) if s in recipe.sources)
        figure = metrics.auc_figure(f"without {name}: AUC", labels, margins, left and f"and without {left}")
        yield figure
        if figure and name in sets.MEAN_OF:
            mean.append(figure)
    if mean:
        yield metrics.mean_figure(f"toxicity, leave one source out: AUC, mean of {len(mean)}", mean)


def _folds(program: Program, recipe: Recipe, name: str, folds: Sequence[Sequence[int]]) -> Figure | None:
    """The mean over folds of the spam head's AUC."""
    progress(name)
    parts = [metrics.auc_figure(f"{name} {i}", labels, margins)
             for i, (labels, margins) in enumerate(recipe.held_out(program, "spam", folds))]
    parts = [part for part in parts if part]
    return metrics.mean_figure(f"{name}: AUC", parts, note=f"mean of {len(parts)}") if parts else None


def sites(program: Program, recipe: Recipe, half: str) -> Iterator[Figure | None]:
    """Spam at sites that the head never saw."""
    if half == sets.CHOOSE:
        videos = by_group(recipe, recipe.judging("youtube-spam", "spam"))
        yield _folds(program, recipe, "youtube-spam, leave one video out", videos)
        return
    texts = recipe.judging("sms-spam", "spam")
    yield texts and _folds(program, recipe, "sms-spam, 10-fold", stratified(recipe, texts, "spam", 10)) or None
    blogs = recipe.judging("blog-spam", "spam")
    if blogs:
        progress("spam without blog-spam")
        [(labels, margins)] = recipe.held_out(program, "spam", [blogs], {"blog-spam"})
        yield metrics.auc_figure("without blog-spam: AUC", labels, margins)
        yield metrics.recall_figure("without blog-spam: recall where 1 % of approved comments are held",
                                    labels, margins, 0.01)
