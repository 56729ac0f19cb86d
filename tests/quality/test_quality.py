#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Metrics against values worked out by hand; what a protocol trains on; the table. See tests/checks/quality.sh."""
import json
import os
import sys
import tempfile
import unittest

import numpy as np

import measure
import metrics
import perspective
import protocol
import readings
import run
import sets
import table


class Metrics(unittest.TestCase):
    def test_auc_counts_ordered_pairs_and_halves_of_ties(self):
        # Pairs of a positive (3, 1) and a negative (2, 1): 3>2, 3>1, 1<2, 1=1: 2.5 of 4.
        self.assertEqual(metrics.auc([1, 0, 1, 0], [3, 2, 1, 1]), 2.5 / 4)
        self.assertEqual(metrics.auc([1, 0], [5, 5]), 0.5)
        self.assertEqual(metrics.auc([0, 0, 1], [1, 2, 3]), 1)

    def test_auc_interval_is_about_as_wide_as_hanley_mcneil_says(self):
        rng = np.random.default_rng(1)
        labels = np.repeat([0, 1], (400, 200))
        figure = metrics.auc_figure("x", labels, rng.normal(labels, 1))
        a, p, n = figure.value, 200, 400
        q1, q2 = a / (2 - a), 2 * a * a / (1 + a)
        error = np.sqrt((a * (1 - a) + (p - 1) * (q1 - a * a) + (n - 1) * (q2 - a * a)) / (p * n))
        low, high = figure.interval
        self.assertLess(low, a)
        self.assertGreater(high, a)
        self.assertAlmostEqual((high - low) / (2 * 1.96 * error), 1, delta=0.15)

    def test_a_class_without_rows_has_no_auc(self):
        self.assertIsNone(metrics.auc_figure("x", [1, 1], [1, 2]))

    def test_the_same_name_gives_the_same_interval(self):
        one, two = (metrics.auc_figure("x", [1, 0, 1, 0, 1], [3, 2, 1, 1, 5]) for _ in range(2))
        self.assertEqual(one.interval, two.interval)

    def test_what_is_lost_is_the_difference_of_areas(self):
        labels, plain, dressed = [1, 1, 0, 0], np.array([4, 3, 2, 1]), np.array([4, 1, 3, 2])
        self.assertEqual(metrics.loss_figure("x", labels, plain, [dressed]).value, 1 - 0.5)
        self.assertEqual(metrics.loss_figure("x", labels, plain, [dressed, plain]).value, 0.25)

    def test_ece_in_fifteen_bins(self):
        # Bin 0: scores .05, .05, labels 0, 1: |.5 - .05|. Bin 14: 1.0 and .95, labels 1, 1: |1 - .975|.
        self.assertAlmostEqual(metrics.ece([0, 1, 1, 1], [0.05, 0.05, 1.0, 0.95]), 0.5 * 0.45 + 0.5 * 0.025)
        self.assertAlmostEqual(metrics.ece([1, 0], [0.5, 0.5]), 0)

    def test_a_score_with_the_share_of_another_scorer(self):
        theirs, ours = np.array([0.9, 0.8, 0.1, 0.1]), np.array([0.2, 0.4, 0.3, 0.1])
        self.assertEqual(perspective.same_share(theirs, ours, 0.8), 0.3)
        self.assertEqual(perspective.same_share(theirs, ours, 0.9), 0.4)
        self.assertEqual(perspective.same_share(theirs, ours, 0.95), 0.4)  # of none: the highest

    def test_recall_where_a_share_of_negatives_may_be_held(self):
        labels = [0] * 100 + [1] * 4
        scores = list(range(100)) + [99.5, 98.5, 97.5, -1]
        self.assertEqual(metrics.recall_at(labels, scores, 0.01), 0.5)  # one negative, 99, may be held
        self.assertEqual(metrics.recall_at(labels, scores, 0), 0.25)
        self.assertEqual(metrics.recall_at([0, 0, 1], [1, 1, 1], 0.5), 0)  # a tie would hold both

    def test_shares_have_a_width_at_nought_and_one(self):
        figure = metrics.share_figure("x", [True] * 50)
        self.assertEqual(figure.value, 1)
        low, high = figure.interval
        self.assertAlmostEqual(low, 0.951, delta=0.01)  # Jeffreys': beta(50.5, 0.5)
        self.assertGreater(high, 0.999)
        self.assertIsNone(metrics.share_figure("x", []))

    def test_a_mean_is_narrower_than_its_parts(self):
        parts = [metrics.share_figure(name, [True, False] * 50) for name in "abcd"]
        mean = metrics.mean_figure("m", parts)
        width = [np.subtract(*f.interval[::-1]) for f in (mean, parts[0])]
        self.assertAlmostEqual(width[0] / width[1], 0.5, delta=0.1)
        self.assertEqual(metrics.mean_figure("m", [metrics.Figure("a", 1), metrics.Figure("b", 0)], [3, 1]).value, 0.75)


class Recorder(run.Program):
    """A program that keeps what it was asked to train on."""

    def __init__(self):
        super().__init__("nothing", "none")
        self.trained = []
        self.arguments = []

    def run(self, *arguments, text=None):
        self.arguments.append(arguments)
        with open(arguments[-1], encoding="utf-8") as lines:
            self.trained.append([json.loads(line)["id"] for line in lines])
        return ""

    def score(self, rows, bundle=None, second=None):
        margins = np.arange(len(rows), dtype=float)
        return run.Verdicts({"toxicity": margins, "spam": margins}, {}, np.zeros(len(rows), int),
                            np.zeros(len(rows), bool))


class Readings(unittest.TestCase):
    def verdicts(self, scores):
        n = len(scores["toxicity"])
        return run.Verdicts(scores, scores, np.zeros(n, int), np.zeros(n, bool))

    def test_attributes_send_the_share_together(self):
        rng = np.random.default_rng(1)
        scores = {name: rng.random(2000) for name in ("toxicity", "insult", "spam")}
        wanted = readings.sender(self.verdicts(scores), 0.3)
        self.assertAlmostEqual(wanted(self.verdicts(scores)).mean(), 0.3, delta=0.005)
        quiet = {"toxicity": np.zeros(3), "insult": np.zeros(3), "spam": np.ones(3)}
        self.assertFalse(wanted(self.verdicts(quiet)).any())

    def test_the_highest_scores_are_sent(self):
        scores = {"toxicity": np.arange(10.0)}
        sent = readings.sender(self.verdicts(scores), 0.5)(self.verdicts(scores))
        self.assertEqual(sent.tolist(), [False] * 5 + [True] * 5)


class Protocol(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "rows.jsonl")
        rows = [("a1", "a", "One thing!", {"toxicity": 1}, "g"), ("a2", "a", "another", {"toxicity": 0}, "h"),
                ("b1", "b", "one THING", {"toxicity": 0}, ""), ("b2", "b", "third", {"toxicity": 1}, ""),
                ("c1", "c", "fourth", {"toxicity": 1}, ""), ("d1", "d", "no label of it", {"spam": 1}, ""),
                ("e1", "e", "assumed", {}, "")]
        with open(self.path, "w", encoding="utf-8") as file:
            for name, source, text, labels, group in rows:
                file.write(json.dumps({"id": name, "source": source, "text": text, "labels": labels,
                                       "group": group}) + "\n")

    def recipe(self, *options):
        return protocol.Recipe(["train", *options, "--out", "x", "--test", "not/read.jsonl", self.path])

    def test_a_source_is_left_out_with_its_siblings_and_its_texts_elsewhere(self):
        recipe, program = self.recipe("--assume", "toxicity=0:e"), Recorder()
        [(labels, margins)] = recipe.held_out(program, "toxicity", [recipe.judging("a", "toxicity")], {"a", "c"})
        self.assertEqual(program.trained, [["b2", "e1"]])
        self.assertEqual(list(labels), [1, 0])
        self.assertEqual(len(margins), 2)

    def test_a_group_is_left_out_and_the_rest_of_its_source_stays(self):
        recipe, program = self.recipe(), Recorder()
        folds = protocol.by_group(recipe, recipe.judging("a", "toxicity"))
        self.assertEqual(len(list(recipe.held_out(program, "toxicity", folds))), 2)
        self.assertEqual(program.trained, [["a2", "b2", "c1"], ["a1", "b1", "b2", "c1"]])

    def test_options_are_the_recipes_for_the_sources_that_remain(self):
        recipe = self.recipe("--cost", "0.1", "--weight", "a=2", "--weight", "b=3", "--near-duplicates",
                             "--assume", "toxicity=0:a,e", "--assume", "spam=0:b", "--notes", "n")
        self.assertEqual(recipe.files, [self.path])
        self.assertEqual(recipe.arguments("toxicity", {"b", "e"}),
                         ["--attributes", "toxicity", "--folds", "1", "--cost", "0.1", "--weight", "b=3",
                          "--near-duplicates", "--assume", "toxicity=0:e"])

    def test_folds_have_as_many_positives_each(self):
        recipe = self.recipe()
        recipe.rows = [protocol.Row("", "s", "", {"spam": int(i < 20)}, str(i)) for i in range(100)]
        folds = protocol.stratified(recipe, range(100), "spam", 10)
        self.assertEqual(sorted(i for fold in folds for i in fold), list(range(100)))
        self.assertEqual({sum(i < 20 for i in fold) for fold in folds}, {2})


class Told(unittest.TestCase):
    def test_the_program_sees_no_labels(self):
        line = run.Program._lines([{"id": "toxic-7", "text": "x", "labels": {"spam": 1}, "expect": "flag",
                                    "source": "s", "author": "a"}])
        self.assertEqual(json.loads(line), {"id": "0", "text": "x", "author": "a"})

    def test_a_row_of_a_card(self):
        row = {"attribute": "toxicity", "slice": "source", "name": "b", "n": 8, "ece": 0.081}
        card = {"figures": [row | {"name": "a", "ece": None}, row | {"slice": "all", "name": "c"}, row]}
        self.assertEqual(measure.card_row(card, "toxicity", "b"), row)
        self.assertIsNone(measure.card_row(card, "toxicity", "a"))
        self.assertIsNone(measure.card_row(card, "toxicity", "c"))
        self.assertIsNone(measure.card_row({}, "toxicity", "b"))

    def test_figures_as_they_are_written(self):
        draws = np.full(10, 0.5)
        self.assertEqual(table.written(metrics.Figure("a", 0.5, draws)), ("0.500", "0.500–0.500"))
        self.assertEqual(table.written(metrics.Figure("a", 0.5, draws, kind="share")), ("50.0 %", "50.0–50.0"))
        self.assertEqual(table.written(metrics.Figure("a", 0.0123, kind="share")), ("1.23 %", ""))

    def test_a_half_has_its_own_figures_for_each_use(self):
        for use, halves in sets.USES.items():
            self.assertEqual(set(halves), {sets.CHOOSE, sets.CONFIRM}, use)


if __name__ == "__main__":
    result = unittest.TextTestRunner(stream=sys.stdout).run(unittest.defaultTestLoader.loadTestsFromModule(
        sys.modules[__name__]))
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bool(bad))
