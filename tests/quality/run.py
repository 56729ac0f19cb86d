# SPDX-License-Identifier: MIT
"""The program as a subprocess: it gets comments without their labels and gives verdicts."""
from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence

import numpy as np

FIELDS = ("text", "title", "parent", "author", "author_email", "author_url")  # what a site knows
DECISIONS = {"publish": 0, "hold": 1, "reject": 2}
START = time.monotonic()


class Failed(Exception):
    """The program did not do what it was asked to."""


def progress(what: str) -> None:
    print(f"  {time.monotonic() - START:5.0f} s  {what}", file=sys.stderr, flush=True)


@dataclasses.dataclass
class Verdicts:
    """What the program made of comments, in their order."""
    margins: dict[str, np.ndarray]
    scores: dict[str, np.ndarray]
    decisions: np.ndarray  # numbers of DECISIONS
    twice: np.ndarray  # which of them the encoder has read, too

    def __getitem__(self, rows: np.ndarray) -> Verdicts:
        return Verdicts({k: v[rows] for k, v in self.margins.items()},
                        {k: v[rows] for k, v in self.scores.items()}, self.decisions[rows], self.twice[rows])


class Program:
    def __init__(self, binary: str, bundle: str, policy: str | None = None):
        self.binary = binary
        self.bundle = bundle
        self.policy = policy

    def run(self, *arguments: str, text: str | None = None) -> str:
        done = subprocess.run([self.binary, *arguments], input=text, capture_output=True, text=True,
                              encoding="utf-8", check=False)
        if done.returncode:
            said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
            raise Failed(f"{self.binary} {arguments[0]}: {said[-1]}")
        return done.stdout

    @staticmethod
    def _lines(rows: Iterable[dict]) -> str:
        """Comments as the program gets them: numbered, without labels."""
        return "".join(json.dumps({"id": str(i)} | {k: row[k] for k in FIELDS if k in row}) + "\n"
                       for i, row in enumerate(rows))

    def score(self, rows: Sequence[dict], bundle: str | None = None, second: str | None = None) -> Verdicts:
        policy = ["--policy", self.policy] if self.policy else []
        policy += ["--second", second] if second else []
        out = self.run("score", "--quiet", "--output", "jsonl", "--with", "margins", *policy,
                       "--bundle", bundle or self.bundle, "--format", "jsonl", "-", text=self._lines(rows))
        found = [json.loads(line) for line in out.splitlines()]
        if [int(f["id"]) for f in found] != list(range(len(rows))):
            raise Failed(f"{len(found)} verdicts on {len(rows)} comments")

        def column(kind: str) -> dict[str, np.ndarray]:
            names = found[0][kind] if found else ()
            return {name: np.array([f[kind][name] for f in found]) for name in names}

        return Verdicts(column("margins"), column("scores"),
                        np.array([DECISIONS[f["decision"]] for f in found], int),
                        np.array([f.get("readings", 1) > 1 for f in found], bool))

    def disguise(self, rows: Sequence[dict]) -> dict[str, list[dict]]:
        """The rows in each family's disguise, in their order."""
        families: dict[str, list[dict]] = {}
        out = self.run("perturb", "--quiet", "--seed", "1", "--format", "jsonl", "-", text=self._lines(rows))
        for row in map(json.loads, out.splitlines()):
            families.setdefault(row["perturbation"]["family"], []).append(row)
        for family, some in families.items():
            if [int(row["id"]) for row in some] != list(range(len(rows))):
                raise Failed(f"{len(some)} of {len(rows)} comments in disguise: {family}")
        return families

    def card(self) -> dict:
        """The card's figures; an older bundle does not have them in it, but beside it."""
        try:
            return json.loads(self.run("inspect", "--bundle", self.bundle, "--card-json"))
        except Failed:
            with open(str(self.bundle).removesuffix(".bundle") + ".card.json", encoding="utf-8") as file:
                return json.load(file)

    def trained_on(self) -> dict[str, int]:
        """The files that the bundle says it was trained on, and their sizes."""
        facts = json.loads(self.run("inspect", "--bundle", self.bundle, "--output", "jsonl"))["facts"]
        return {name.removeprefix("corpus "): int(value.split()[0])
                for name, value in facts.items() if name.startswith("corpus ")}
