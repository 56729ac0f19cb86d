# SPDX-License-Identifier: MIT
"""Writes what the tests hold src/encode/ to, from the reference in bert.py.

  golden.py pieces > tests/unit/pieces_golden.inc
  golden.py encoder tests/unit/encoder_golden.bin > tests/unit/encoder_golden.inc
  golden.py tiny tests/fuzz/corpus/encoder/tiny
"""
import argparse
import random
import unicodedata
from pathlib import Path

import numpy
import torch

import bert
import section

WORDS = ("you are an the a idiot id un url email not harbour harbours bicycle ##s ##iot ##believ ##able ##bour ##ing "
         "##ed go goes gone ##ne naïve über дур ##ак ##аки я 你 好 你好 ##好 가 ##나 ## # ##3 42 4 ##2 2022 … ! !! ? . , ' \" - "
         "😀 👍 [ ] (").split()
LETTERS = "abcdefghijklmnoprstuvwxyéßдуак0123456"  # q, 7 and others are unknown

TEXTS = [
    "", " ", "you are an idiot", "you are an idiot!!! ??", "unbelievable", "unbelievably", "don't", "queue", "harbour harbours harbo",
    "naïve über дурак дураки дурачок я", "你好 你们好 ok好", "가나 가 나", "i😀d 👍👍", "goo gone goes going", "[UNK] [CLS] ##s #s",
    "url email 2022 427 42", "a\u00a0b\u3000c\td\ne", "\ufeffa\u200bb\u00adc\u0000d", "a\ue000b \uffff\U0010ffff c", "a\ufffdb \ufffd",
    "a" * 100, "a" * 101, "é" * 100 + "!" + "é" * 101, "e\u0301te\u0301", "x" * 99 + "q", "…—«»", "½ ² Ⅷ", "_a_b_", "a" * 64 + " " + "un" * 40,
]


def some_texts(dice, n):
    """Texts of words, halves of words, and characters of all kinds."""
    odd = [c for c in map(chr, [*range(0x20, 0x250), *range(0x400, 0x460), *range(0x2000, 0x2070), *range(0x2e80, 0x2ea0),
                                *range(0x3000, 0x3100, 7), *range(0x9fe0, 0xa010), *range(0xac00, 0xd000, 999),
                                *range(0x1f300, 0x1f650, 7), 0xe001, 0xfffd, 0xffff, 0x10fffe])]
    parts = [w.removeprefix("##") for w in WORDS] + [" "] * 30 + list(LETTERS)
    for _ in range(n):
        yield "".join(dice.choice(odd) if dice.random() < 0.1 else dice.choice(parts) for _ in range(dice.randrange(1, 40)))


def c_string(text):
    """A C string of the text's UTF-8. Three octal digits, so that no digit after them belongs to them."""
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\?' else f"\\{b:03o}" for b in text.encode()) + '"'


def golden_vocabulary():
    return section.sorted_vocabulary([bert.UNKNOWN, bert.BEGIN, bert.END, *WORDS, *LETTERS, *("##" + c for c in LETTERS)])


def write_pieces():
    vocabulary = golden_vocabulary()
    pieces = bert.Pieces(vocabulary)
    dice = random.Random(1)
    print("/* SPDX-License-Identifier: MIT */\n/* Written by tools/encoder/golden.py, from the reference; Unicode "
          f"{unicodedata.unidata_version}. */\n/* clang-format off */")
    print(f"#define GOLDEN_PIECES {len(vocabulary)}\nstatic const char golden_vocabulary[] =")
    print("\n".join("\t" + c_string(p + "\0") for p in vocabulary) + ";\n")
    print("static const struct {\n\tconst char *text;\n\tsize_t len;\n\tuint32_t most;\n\tuint32_t n;\n"
          "\tuint32_t ids[48];\n} golden_pieces[] = {")
    cases = [(t, 48) for t in TEXTS] + [("you are an idiot the bicycle goes not gone!", m) for m in range(2, 14)]
    cases += [(t, dice.choice((2, 5, 8, 16, 48))) for t in some_texts(dice, 150)]
    for text, most in cases:
        ids = pieces.of_text(text, most)
        print(f"\t{{{c_string(text)}, {len(text.encode())}, {most}, {len(ids)}, {{{', '.join(map(str, ids))}}}}},")
    print("};\n/* clang-format on */")


ATTRIBUTES = ["toxicity", "spam"]


def random_net(vocabulary, **shape):
    """An encoder and heads of random numbers, none of which is what it is at the beginning of a training."""
    torch.manual_seed(1)
    net = bert.Encoder(len(vocabulary), **shape).eval()
    heads = torch.nn.Linear(shape["width"], len(ATTRIBUTES))
    for name, p in net.named_parameters():
        if "norm" in name:
            p.data = (1 if name.endswith("weight") else 0) + 0.2 * torch.randn(p.shape)
    return net, heads


def parts_of(net, heads, vocabulary):
    state = {name: t.numpy() for name, t in net.state_dict().items()}
    state |= {f"heads.{name}": t.numpy() for name, t in heads.state_dict().items()}
    return section.parts_of(state, net.shape, vocabulary, ATTRIBUTES)


def row(numbers):
    return "{" + ", ".join(f"{float(x):.9g}" for x in numbers) + "}"


def is_steady(parts, ids):
    """Whether no number lies so close to the middle of two steps of int8 that floats decide between them: then another
    order of summing gives another vector, and neither is wrong."""
    dice = numpy.random.default_rng(1)
    vectors = [section.vector(parts, ids, lambda shape: dice.uniform(-2e-4, 2e-4, shape)) for _ in range(8)]
    return numpy.ptp(vectors, axis=0).max() < 1e-5


def write_encoder(path):
    # Padding, and out of order, as the vocabulary of a checkpoint is.
    vocabulary = [bert.PAD] + golden_vocabulary()[::-1]
    net, heads = random_net(vocabulary, width=32, heads=2, inner=48, layers=2, positions=16)
    parts = parts_of(net, heads, vocabulary)
    Path(path).write_bytes(section.write(parts))
    theirs, ours = bert.Pieces(vocabulary), bert.Pieces(parts["pieces"])
    print("/* SPDX-License-Identifier: MIT */\n/* Written by tools/encoder/golden.py: what the network says in float, and "
          "what is computed\n * in int8, as src/encode/ does. */\n/* clang-format off */")
    print(f"#define GOLDEN_PLACES {net.shape['positions']}\n#define GOLDEN_WIDTH {net.shape['width']}\n"
          "static const struct {\n\tconst char *text;\n\tdouble float_logits[2];\n\tdouble logits[2];\n"
          "\tdouble vector[GOLDEN_WIDTH];\n} golden_vectors[] = {")
    texts = ["", "!", "you are an idiot", "you are an idiot!!!", "the harbour goes not gone", "unbelievable bicycle"]
    texts += some_texts(random.Random(2), 60)
    for text in (t for t in texts if is_steady(parts, ours.of_text(t, 16))):
        ids = torch.tensor([theirs.of_text(text, 16)])
        with torch.no_grad():
            exact = heads(net(ids, torch.ones_like(ids)))[0]
        mine = ours.of_text(text, 16)
        print(f"\t{{{c_string(text)},\n\t\t{row(exact)}, {row(section.logits(parts, mine))},\n"
              f"\t\t{row(section.vector(parts, mine))}}},")
    print("};\n/* clang-format on */")


def write_tiny(path):
    vocabulary = section.sorted_vocabulary([bert.UNKNOWN, bert.BEGIN, bert.END, "##b", "a", "b"])
    net, heads = random_net(vocabulary, width=16, heads=1, inner=16, layers=1, positions=4)
    Path(path).write_bytes(section.write(parts_of(net, heads, vocabulary)))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=["pieces", "encoder", "tiny"])
    p.add_argument("path", nargs="?", help="of the file that is not text")
    args = p.parse_args()
    if args.what == "pieces":
        write_pieces()
    elif args.what == "encoder":
        write_encoder(args.path)
    else:
        write_tiny(args.path)


if __name__ == "__main__":
    main()
