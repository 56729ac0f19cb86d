# SPDX-License-Identifier: MIT
"""A BERT-shaped encoder with mean pooling, and its tokeniser: the reference of src/encode/.

Devlin et al. 2019 (BERT); Wang et al. 2020 (MiniLM, whose weights training starts from).
"""
import json
import re
import unicodedata

import torch
from torch import nn
from torch.nn import functional

PAD, UNKNOWN, BEGIN, END = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
WORD_LETTERS_MAX = 100  # of a word; a longer one is unknown
WINDOWS = 8  # of a comment: of a longer one the two ends are read


class Pieces:
    """WordPiece: the longest piece of the vocabulary that a word begins with, then of the rest."""

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        self.index = {piece: i for i, piece in enumerate(vocabulary)}
        self.known = {}

    @staticmethod
    def words(text):
        """Letters, digits and marks in a row; each other character but a blank by itself."""
        out, word = [], ""
        for c in text:
            kind = unicodedata.category(c)[0]
            if kind in "LNM" and not "\u2e80" <= c <= "\u9fff":
                word += c
                continue
            if word:
                out.append(word)
                word = ""
            if not (c.isspace() or kind in "ZC"):
                out.append(c)
        return out + [word] if word else out

    def of_word(self, word):
        ids = self.known.get(word)
        if ids is None:
            ids = self.known[word] = self._split(word)
        return ids

    def _split(self, word):
        ids, begin = [], 0
        if len(word) > WORD_LETTERS_MAX:
            return [self.index[UNKNOWN]]
        while begin < len(word):
            for end in range(len(word), begin, -1):
                i = self.index.get(("##" if begin else "") + word[begin:end])
                if i is not None:
                    break
            else:
                return [self.index[UNKNOWN]]
            ids.append(i)
            begin = end
        return ids

    def of_text(self, text, most):
        """Ids of a text, with [CLS] and [SEP], `most` at most: what is longer keeps its two ends."""
        ids = [i for w in self.words(text) for i in self.of_word(w)]
        room = most - 2
        if len(ids) > room:
            tail = room // 4
            ids = ids[:room - tail] + ids[len(ids) - tail:]
        return [self.index[BEGIN]] + ids + [self.index[END]]

    def windows(self, text, places):
        """Ids of a text in windows of at most so many places, as src/classify/second_reading.c makes them."""
        room = places - 2
        ids = self.of_text(text, WINDOWS * room + 2)[1:-1]
        n = max(1, -(-len(ids) // room))
        size = -(-len(ids) // n)
        return [[self.index[BEGIN]] + ids[k * size:(k + 1) * size] + [self.index[END]] for k in range(n)]


class Layer(nn.Module):
    def __init__(self, width, heads, inner):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, mask, drop):
        n, length, width = x.shape
        q, k, v = (t.view(n, length, self.heads, -1).transpose(1, 2) for t in self.qkv(x).chunk(3, -1))
        a = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=drop)
        a = self.out(a.transpose(1, 2).reshape(n, length, width))
        x = self.norm1(x + functional.dropout(a, drop, self.training))
        a = self.down(functional.gelu(self.up(x)))
        return self.norm2(x + functional.dropout(a, drop, self.training))


class Encoder(nn.Module):
    """ids [n, length] and mask [n, length] to vectors [n, width]: the mean of the last layer."""

    def __init__(self, vocabulary, width=384, heads=12, inner=1536, layers=6, positions=128):
        super().__init__()
        self.shape = dict(width=width, heads=heads, inner=inner, layers=layers, positions=positions)
        self.words = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(positions, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))
        self.drop = 0.1

    def forward(self, ids, mask):
        drop = self.drop if self.training else 0.0
        x = self.words(ids) + self.places(torch.arange(ids.shape[1]))
        x = functional.dropout(self.norm(x), drop, self.training)
        seen = mask[:, None, None, :].bool()
        for layer in self.layers:
            x = layer(x, seen, drop)
        m = mask.unsqueeze(-1).to(x.dtype)
        return (x * m).sum(1) / m.sum(1)


def from_minilm(folder, keep, positions=128):
    """The encoder with MiniLM's weights, of which the pieces with the ids in `keep` stay."""
    from safetensors.torch import load_file
    w = load_file(f"{folder}/model.safetensors")
    shape = json.load(open(f"{folder}/config.json"))
    net = Encoder(len(keep), shape["hidden_size"], shape["num_attention_heads"], shape["intermediate_size"],
                  shape["num_hidden_layers"], positions)
    state = {
        "words.weight": w["embeddings.word_embeddings.weight"][keep],
        # Texts have one segment: its vector is a part of every place.
        "places.weight": w["embeddings.position_embeddings.weight"][:positions]
        + w["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": w["embeddings.LayerNorm.weight"], "norm.bias": w["embeddings.LayerNorm.bias"],
    }
    for i in range(shape["num_hidden_layers"]):
        theirs = f"encoder.layer.{i}."
        for kind in ("weight", "bias"):
            state[f"layers.{i}.qkv.{kind}"] = torch.cat(
                [w[f"{theirs}attention.self.{p}.{kind}"] for p in ("query", "key", "value")])
            for ours, name in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                               ("up", "intermediate.dense"), ("down", "output.dense"), ("norm2", "output.LayerNorm")):
                state[f"layers.{i}.{ours}.{kind}"] = w[f"{theirs}{name}.{kind}"]
    net.load_state_dict(state)
    return net


def vocabulary_of_minilm(folder):
    pieces = json.load(open(f"{folder}/tokenizer.json"))["model"]["vocab"]
    return sorted(pieces, key=pieces.get)


def cut_vocabulary(vocabulary, texts, size):
    """Ids of the pieces to keep: single letters, and those that `texts` use most.

    Pieces whose word is cut up otherwise are counted again with what is left, so that the result does
    not depend on pieces that are gone."""
    from collections import Counter
    words = Counter(w for t in texts for w in Pieces.words(t))
    always = {i for i, p in enumerate(vocabulary)
              if p in (PAD, UNKNOWN, BEGIN, END) or (len(p.removeprefix("##")) == 1 and not re.match(r"\[", p))}
    keep = list(range(len(vocabulary)))
    while True:
        pieces = Pieces([vocabulary[i] for i in keep])
        count = Counter()
        for word, n in words.items():
            for i in pieces.of_word(word):
                count[keep[i]] += n
        used = [i for i in keep if i in always or count[i]]
        if len(used) <= size:
            return used
        others = sorted((i for i in used if i not in always), key=lambda i: (-count[i], i))
        goal = max(size, int(len(used) * 0.8))
        keep = sorted(always & set(used) | set(others[:goal - len(always)]))
