#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How good a bundle is: one table of figures with intervals, one number for each use.

    quality.py [--half choose|confirm|both] [--bundle FILE] [--policy FILE] [--readme FILE]
               [--recipe make.sh] PROGRAM TRAIN [PART…]

TRAIN is the folder of labelled sources as for `make models`; eval, background and cases are found
beside it. The parts `sources` and `sites` train heads by the recipe, so that they measure it and the
program, not the bundle. The parts `perspective` and `readings`, which are only measured when asked
for, are of no half. Choices are made on the half "choose" and confirmed on the other one, which is
looked at once, after the choice. Run from the top of the tree (`make quality`). Progress goes to
standard error. Needs numpy.
"""
from __future__ import annotations

import argparse
import functools
import os
import pathlib
import sys

try:
    import numpy  # noqa: F401
except ImportError:
    sys.exit("quality.py: no numpy for this Python: python3-numpy")

import measure
import metrics
import perspective
import protocol
import readings
import sets
import table
from metrics import Figure
from run import Failed, Program, progress

SCORING = {"sets": measure.eval_sets, "identities": measure.identities, "levels": measure.levels,
           "background": measure.background, "words": measure.words, "checklist": measure.checklist,
           "trial": measure.trial, "disguises": measure.disguises, "calibration": measure.calibration}
TRAINING = {"sources": protocol.sources, "sites": protocol.sites}
ALONE = {"perspective": perspective.page, "readings": readings.page}


class Quality:
    """Figures of halves; what several parts or halves need is made once."""

    def __init__(self, program: Program, data: sets.Data, make: str):
        self.program = program
        self.measured = measure.Measured(program, data)
        self.data = data
        self.make = make

    @functools.cached_property
    def recipe(self) -> protocol.Recipe:
        recipe = protocol.Recipe.of(self.make, self.program, self.data)
        self.refuse({os.path.basename(path): os.path.getsize(path) for path in recipe.files})
        return recipe

    def refuse(self, trained_on: dict[str, int]) -> None:
        """What was trained on the sets is not measured on them."""
        leaks = self.data.leaks(trained_on)
        if leaks:
            raise Failed(f"trained on what it would be measured on: {', '.join(leaks)}")

    def figures(self, half: str, parts: list[str]) -> list[Figure]:
        found: list[Figure] = []
        for part in parts:
            progress(f"{half}: {part}")
            if part in SCORING:
                some = SCORING[part](self.measured, half)
            else:
                some = TRAINING[part](self.program, self.recipe, half)
            found += [figure for figure in some if figure]
        return found

    @staticmethod
    def uses(half: str, figures: list[Figure]) -> list[Figure]:
        """One number each, of those of which all was measured."""
        by_name = {figure.name: figure for figure in figures}
        found = []
        for use, halves in sets.USES.items():
            weights = halves[half]
            if weights.keys() <= by_name.keys():
                found.append(metrics.mean_figure(use, [by_name[name] for name in weights],
                                                 list(weights.values()), "; ".join(weights)))
        return found


def main() -> None:
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].strip())
    parser.add_argument("program")
    parser.add_argument("train", type=pathlib.Path)
    parser.add_argument("parts", nargs="*", metavar="part")
    parser.add_argument("--half", choices=(sets.CHOOSE, sets.CONFIRM, "both"), default=sets.CHOOSE)
    parser.add_argument("--bundle", default="models/default/default.bundle")
    parser.add_argument("--policy")
    parser.add_argument("--readme")
    parser.add_argument("--recipe", default="models/default/make.sh")
    asked = parser.parse_args()
    alone = ALONE.get(asked.parts[0]) if len(asked.parts) == 1 else None
    if asked.readme and asked.parts and not alone:
        parser.error("only a table of all parts goes into a file")
    parts = asked.parts or [*SCORING, *TRAINING]
    for part in parts:
        if part not in SCORING and part not in TRAINING and not alone:
            parser.error(f"no part {part}; there are {' '.join([*SCORING, *TRAINING])}; and {' '.join(ALONE)}, alone")
    program = Program(asked.program, asked.bundle, asked.policy)
    halves = (sets.CHOOSE, sets.CONFIRM) if asked.half == "both" else (asked.half,)
    try:
        quality = Quality(program, sets.Data(asked.train), asked.recipe)
        if alone or any(part in SCORING for part in parts):
            quality.refuse(program.trained_on())
        if alone:
            page = alone(quality.measured)
            print(page)
            if asked.readme:
                table.write(asked.readme, f"quality:{asked.parts[0]}", page)
            return
        for half in halves:
            figures = quality.figures(half, parts)
            page = table.page(quality.uses(half, figures), figures)
            print(f"{half}\n\n{page}", flush=True)
            if asked.readme:
                table.write(asked.readme, f"quality:{half}", page)
        progress("done")
    except (Failed, sets.Missing, OSError, ValueError) as error:
        sys.exit(f"quality.py: {error}")


main()
