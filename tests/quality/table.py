# SPDX-License-Identifier: MIT
"""Figures as Markdown, on standard output and between the markers of models/README.md."""
from __future__ import annotations

import re
from collections.abc import Sequence

from metrics import Figure


def written(figure: Figure) -> tuple[str, str]:
    """A figure and its interval: shares in per cent, all else with three decimals."""
    low, high = figure.interval or (figure.value, figure.value)
    scale, places, unit = (100, 2 if high < 0.1 else 1, " %") if figure.kind == "share" else (1, 3, "")
    value, low, high = (f"{scale * x:.{places}f}" for x in (figure.value, low, high))
    if figure.interval is None:
        return value + unit, ""
    return value + unit, f"{low} to {high}" if "-" in low else f"{low}–{high}"


def table(head: str, figures: Sequence[Figure]) -> str:
    lines = [f"| {head} | figure | 95 % interval | comments | |", "| --- | ---: | --- | ---: | --- |"]
    lines += [f"| {f.name} | {' | '.join(written(f))} | {f.n:,} | {f.note} |" for f in figures]
    return "\n".join(lines) + "\n"


def page(uses: Sequence[Figure], figures: Sequence[Figure]) -> str:
    """The uses, one number each, and what they were made of."""
    parts = [table("use", uses)] if uses else []
    return "\n".join([*parts, table("what", figures)])


def write(path: str, mark: str, text: str) -> None:
    """Put a text between `<!-- MARK -->` and `<!-- /MARK -->` of a file."""
    with open(path, encoding="utf-8") as file:
        old = file.read()
    new, found = re.subn(rf"(<!-- {re.escape(mark)} -->\n).*?(<!-- /{re.escape(mark)} -->)",
                         lambda m: f"{m[1]}\n{text}\n{m[2]}", old, count=1, flags=re.S)
    if not found:
        raise ValueError(f"{path} has no <!-- {mark} -->")
    with open(path, "w", encoding="utf-8") as file:
        file.write(new)
