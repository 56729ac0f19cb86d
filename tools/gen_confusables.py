#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make src/text/confusables.inc from UTS #39's confusables.txt.

    tools/gen_confusables.py FILE INC           write INC
    tools/gen_confusables.py --check FILE INC   is INC what FILE gives? 0 yes, 1 no;
                                                0 and "skipped" when FILE is not there

FILE is https://www.unicode.org/Public/security/17.0.0/confusables.txt. Only
properties that Unicode keeps stable are taken from Python (3.10 or later), so that
its version makes no difference.

The table is looked up with normalised text: NFKC, then case folded. So its keys are
folded code points, and a letter that looks like an ASCII one only as a capital is
entered under its small form: Cyrillic в, because В looks like B.

A row comes from the first of these that knows the code point:
 1. OVERRIDES below;
 2. FILE: the prototype is one or two ASCII letters or digits, combining marks and
    strokes aside;
 3. FILE, by the capital: the same of the capital letter, one ASCII character only;
 4. the SUPPLEMENT below;
 5. its name: "LATIN SMALL LETTER B WITH …", "LATIN LETTER SMALL CAPITAL B …";
 6. a chain: it is a letter, and FILE says that it looks like one that has a row for its
    shape, by 1 to 3, 5 or the first group of the supplement;
 7. its plain letter: a Greek or Cyrillic letter, say, with accents, whose plain letter
    has a row. Accented ASCII letters have none: strip the marks.
"""
import argparse
import os
import re
import sys
import unicodedata

# ---------------------------------------------------------------------------
# What a person decided. "ʙb" says that ʙ is read as b.

# FILE sees digits or another letter where a reader in the middle of a word does not.
OVERRIDES = "ƨs ʒz ꝛr"

# FILE compares identifiers, in one font; the eye of a reader of comments is less strict.
LETTERS = "letters whose names do not say what they look like"
SUPPLEMENT = {
    LETTERS: "ĸk ɛe əe ǝe ꞓe ɘe ɒa ȷj ʊu ɷw ƕhv ɮb ʄf ʅl ʗc ᴎn ᴙr ꝼf ꝺd ꞃr ꞅs ꞇt ᵹg ẟd",
    "Latin letters upside down (ɯ, ɾ, ƃ and ʍ are left to what they look like upright)":
        "ɐa ɔc ↄc ɟf ɥh ᴉi ʞk ꞁl ɹr ʇt ʌv ʎy ᵷg ʍm",
    "Greek and Cyrillic for the look of it: яussiaи":
        "яr иn пn πn цu щw ωw дa лn эe λa δd ђh ԃd ԋh ъb ϙq фo φo",
    "currency signs and other symbols used as letters":
        "£l ฿b €e ₣f ₦n ₱p ₲g ₳a ₴s ₵c ₸t ₹r ₺l ₽p ₿b ₪n ₼m ₾l ₢c ∂d ℘p ©c ®r ℗p †t ‡t §s ¡i",
    "letters of other scripts that fancy text generators use":
        "ᗩa ᑕc ᑎn ᑫq ᔕs ᗯw ᘔz "
        "卂a 乃b 匚c 乇e 千f 卄h 丨i フj ㄥl 爪m 几n ㄖo 卩p 尺r 丂s ㄒt ㄩu 山w 乂x ㄚy 乙z "
        "ꍏa ꌃb ꉓc ꀸd ꍟe ꎇf ꁅg ꃅh ꀤi ꀭj ꀘk ꒒l ꂵm ꈤn ꂦo ꉣp ꆰq ꋪr ꌗs ꓄t ꀎu ꃴv ꅏw ꊼx ꌩy ꁴz "
        "Ꮧa Ᏸb ፈc Ꮄd Ꮛe Ꭶf Ꮆg Ꮰj Ꮭl Ꮑn Ꭷo Ꭾp Ꮦt Ꮼu Ꮙv Ꮗw ጀx ፚz "
        "คa ๒b ๔d เi ๓m ภn ๏o קp รs շt ยu שv ฬw אx ץy չz ֆs ⴆb ૮c ૨r",
}

# Runs of 26 letters or of digits: the first code point, its character, how many.
RUNS = (
    (0x1F1E6, "a", 26),  # regional indicators: flags, when alone
    (0x1F150, "a", 26),  # negative circled; NFKC folds the others
    (0x1F170, "a", 26),  # negative squared
    (0x24F5, "1", 9),  # double circled digits
    (0x24FF, "0", 1),  # negative circled
    (0x2776, "1", 9),
    (0x2780, "1", 9),  # circled sans-serif
    (0x278A, "1", 9),
)

# Scripts and letters assigned after Unicode 14, Python 3.10's: Python's version would decide
# what they fold to, and hardly a font has them, so they are left out. The outlined letters
# and digits are wanted; normalisation with Unicode 16 or later folds them to the same.
AFTER_14 = (
    (0x1C89, 0x1C8A), (0xA7CB, 0xA7CF), (0xA7D2, 0xA7D2), (0xA7D4, 0xA7D4), (0xA7DA, 0xA7DC),
    (0xA7F1, 0xA7F1), (0x10D40, 0x10D8F), (0x11DB0, 0x11DEF), (0x16EA0, 0x16EDF),
    (0x1E030, 0x1E08F),
)
OUTLINED = (0x1CCD6, 0x1CCF9)

# ---------------------------------------------------------------------------

NOTICE = """
UNICODE LICENSE V3

COPYRIGHT AND PERMISSION NOTICE

Copyright © 1991-2025 Unicode, Inc.

NOTICE TO USER: Carefully read the following legal agreement. BY
DOWNLOADING, INSTALLING, COPYING OR OTHERWISE USING DATA FILES, AND/OR
SOFTWARE, YOU UNEQUIVOCALLY ACCEPT, AND AGREE TO BE BOUND BY, ALL OF THE
TERMS AND CONDITIONS OF THIS AGREEMENT. IF YOU DO NOT AGREE, DO NOT
DOWNLOAD, INSTALL, COPY, DISTRIBUTE OR USE THE DATA FILES OR SOFTWARE.

Permission is hereby granted, free of charge, to any person obtaining a
copy of data files and any associated documentation (the "Data Files") or
software and any associated documentation (the "Software") to deal in the
Data Files or Software without restriction, including without limitation
the rights to use, copy, modify, merge, publish, distribute, and/or sell
copies of the Data Files or Software, and to permit persons to whom the
Data Files or Software are furnished to do so, provided that either (a)
this copyright and permission notice appear with all copies of the Data
Files or Software, or (b) this copyright and permission notice appear in
associated Documentation.

THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY
KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF
THIRD PARTY RIGHTS.

IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS NOTICE
BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR CONSEQUENTIAL DAMAGES,
OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS,
WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION,
ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THE DATA
FILES OR SOFTWARE.

Except as contained in this notice, the name of a copyright holder shall
not be used in advertising or otherwise to promote the sale, use or other
dealings in these Data Files or Software without prior written
authorization of the copyright holder.
"""


def between(c, ranges):
    return any(first <= ord(c) <= last for first, last in ranges)


def fold(c):
    """What normalisation makes of a character: NFKC and case folding until nothing changes."""
    while not (len(c) == 1 and between(c, (OUTLINED,))):
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", c).casefold())
        if folded == c:
            break
        c = folded
    return c


def is_key(c):
    """Can normalised text hold it? Not so an ASCII letter with accents, once they are stripped."""
    return (len(c) == 1 and not between(c, AFTER_14) and fold(c) == c
            and not unicodedata.normalize("NFD", c)[0].isascii())


def without_marks(text):
    return "".join(c for c in text if unicodedata.category(c) != "Mn")


class File:
    """confusables.txt: the prototype and the name of each source."""

    def __init__(self, path):
        self.prototype = {}
        self.names = {}
        self.version = None
        with open(path, encoding="utf-8-sig") as lines:
            for line in lines:
                self._read(line)
        if not self.version or not self.prototype:
            raise ValueError(f"{path}: expected confusables.txt of UTS #39")

    def _read(self, line):
        version = re.match(r"# Version: (\d+\.\d+)", line)
        if version:
            self.version = version[1]
        fields = re.match(r"([0-9A-F]+)\s*;\s*([0-9A-F ]+?)\s*;\s*MA\s*#.*?\) (.*?) →", line)
        if fields:
            source = chr(int(fields[1], 16))
            self.prototype[source] = "".join(chr(int(x, 16)) for x in fields[2].split())
            self.names[source] = fields[3]

    def name(self, c):
        return self.names.get(c) or unicodedata.name(c, f"U+{ord(c):04X}")

    def ascii(self, c):
        """The one or two small ASCII letters or digits that c looks like, or None."""
        target = without_marks(self.prototype.get(c, ""))
        name = self.name(c)
        if unicodedata.category(c).startswith("M"):
            return None  # part of a letter of its own script
        if target == "rn":
            return "m"  # FILE's way to write m
        if not target.isascii() or not target.isalnum() or len(target) > 2:
            return None
        # FILE has one prototype, l, for I, l, 1 and |, and one, O, for O and 0.
        if target == "l" and re.search(r"\b(DIGIT|NUMERAL) ONE$", name):
            return "1"
        if target == "l" and re.search(r" I$|\b(IOTA|IAUDA|PALOCHKA|ISAZ)\b", name):
            return "i"
        if target in "Oo" and name.endswith("DIGIT ZERO"):
            return "0"
        return target.lower()


def pairs(text):
    return {entry[0]: entry[1:] for entry in text.split()}


def supplement():
    rows = {}
    for entries in SUPPLEMENT.values():
        rows.update(pairs(entries))
    for first, character, n in RUNS:
        rows.update({chr(first + i): chr(ord(character) + i) for i in range(n)})
    return rows


def by_file(file):
    return {c: file.ascii(c) for c in file.prototype if is_key(c) and file.ascii(c)}


def by_capital(file):
    rows = {}
    for c in sorted(file.prototype):
        small = fold(c)
        if small == c or not is_key(small) or unicodedata.normalize("NFKC", c) != c:
            continue
        target = file.ascii(c)
        if target and len(target) == 1:
            rows.setdefault(small, target)
    return rows


def by_name():
    pattern = re.compile(
        r"LATIN SMALL LETTER (?:DOTLESS |SCRIPT |REVERSED |BARRED )?([A-Z]) WITH"
        r"|LATIN LETTER SMALL CAPITAL (?:REVERSED |TURNED |INVERTED |BARRED )?([A-Z]{1,2})\b")
    rows = {}
    for c in map(chr, range(0x80, 0xAC00)):
        match = pattern.match(unicodedata.name(c, ""))
        if match and is_key(c) and unicodedata.normalize("NFD", c) == c:
            rows[c] = (match[1] or match[2]).lower()
    return rows


def by_chain(file, rows):
    chained = {}
    for c, prototype in file.prototype.items():
        target = without_marks(prototype)
        if len(target) == 1 and is_key(c) and unicodedata.category(c).startswith("L"):
            if fold(target) in rows:
                chained[c] = rows[fold(target)]
    return chained


def by_decomposition(rows):
    composed = {}
    for c in map(chr, (*range(0x80, 0x590), *range(0x1E00, 0x2000))):
        plain = unicodedata.normalize("NFD", c)
        if len(plain) > 1 and is_key(c) and without_marks(plain) in rows:
            composed[c] = rows[without_marks(plain)]
    return composed


def table(file):
    """{code point: (ASCII, where it comes from)}"""
    rows = {}

    def add(more, origin):
        for c, target in more.items():
            if not is_key(c) or not re.fullmatch("[a-z0-9]{1,2}", target):
                raise ValueError(f"{origin}: {c} U+{ord(c):04X} → {target!r} cannot be a row")
            rows.setdefault(c, (target, origin))

    add(pairs(OVERRIDES), "override")
    add(by_file(file), "")
    add(by_capital(file), "by its capital")
    for c in supplement():
        if c in rows:
            raise ValueError(f"supplement: {c} U+{ord(c):04X} is {rows[c][0]} without it")
    add(supplement(), "supplement")
    add(by_name(), "by its name")
    shapes = {c: target for c, (target, origin) in rows.items()
              if origin != "supplement" or c in pairs(SUPPLEMENT[LETTERS])}
    add(by_chain(file, shapes), "by a chain")
    add(by_decomposition({c: target for c, (target, _) in rows.items()}), "by its plain letter")
    return rows


def render(file):
    rows = table(file)
    lines = [
        "/* SPDX-License-Identifier: MIT AND Unicode-3.0 */",
        "/* Generated by tools/gen_confusables.py from confusables.txt of UTS #39; do not edit. The",
        f" * data file is Unicode {file.version}'s, under this licence:",
    ]
    lines += [f" * {line}".rstrip() for line in NOTICE.rstrip().split("\n")]
    lines += [
        " */",
        f'#define CONFUSABLES_UNICODE "{file.version}"',
        "",
        "/* clang-format off */",
        "static const struct confusable {",
        "\tuint32_t cp;",
        "\tchar ascii[2]; /* the second is NUL where there is one */",
        "} confusables[] = {",
    ]
    for c in sorted(rows):
        target, origin = rows[c]
        letters = ", ".join(f"'{letter}'" for letter in target)
        comment = file.name(c) + (f", {origin}" if origin else "")
        lines.append(f"\t{{0x{ord(c):04x}, {{{letters}}}}}, /* {comment} */")
    lines += ["};", "/* clang-format on */", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description="Make the table of look-alikes.")
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("file", help="confusables.txt")
    parser.add_argument("inc", help="confusables.inc")
    args = parser.parse_args()

    if args.check and not os.path.exists(args.file):
        print(f"skipped: {args.file} is not there")
        return 0
    text = render(File(args.file))
    if not args.check:
        with open(args.inc, "w", encoding="utf-8") as out:
            out.write(text)
        return 0
    with open(args.inc, encoding="utf-8") as old:
        if old.read() == text:
            return 0
    print(f"{args.inc}: not what tools/gen_confusables.py makes of {args.file}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
