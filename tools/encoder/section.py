# SPDX-License-Identifier: MIT
"""An encoder as bytes: what src/encode/encoder_file.h describes, written and, for tests, computed.

The forward pass of the int8 encoder is here as well, in NumPy, as src/encode/ computes it.
"""
import math
import struct

import numpy

ALIGN = 64
NAME_BYTES = 40
MATRICES = ("qkv", "out", "up", "down")


def hash_fold(a, b):
    product = a * b
    return (product ^ product >> 64) & (1 << 64) - 1


def hash_bytes(data, seed):
    """hash_bytes() of src/base/hash.h, of whole words of 8 bytes and a rest."""
    k0, k1 = 0x9e3779b97f4a7c15, 0xd6e8feb86659fd93
    h = seed ^ hash_fold(len(data) ^ k0, k1)
    whole = len(data) // 8 * 8
    for (word,) in struct.iter_unpack("<Q", data[:whole]):
        product = (h ^ word) * k1
        h = (product ^ product >> 64) & 0xffffffffffffffff
    rest = data[whole:]
    if rest:
        n = len(rest)
        if n >= 4:
            word = int.from_bytes(rest[:4], "little") | int.from_bytes(rest[-4:], "little") << 8 * (n - 4)
        else:
            word = rest[0] | rest[n // 2] << 8 * (n // 2) | rest[-1] << 8 * (n - 1)
        h = hash_fold(h ^ word, k0)
    return hash_fold(h ^ k1, k0)


def rounded(rows, factor):
    return numpy.clip(numpy.rint(rows * factor[:, None]), -127, 127)


def fit(w, steps=31):
    """For each row of a matrix a factor and a scale: the row times the factor, rounded, is int8, and that times the scale
    is nearest to the row in least squares.

    The largest weights of a row may be clipped, where finer steps for all others gain more."""
    factors, scales = numpy.zeros(len(w), numpy.float32), numpy.zeros(len(w), numpy.float32)
    for k in range(0, len(w), 128):  # rows that fit into a cache
        rows = w[k:k + 128].astype(numpy.float32)
        most, best = numpy.abs(rows).max(1), numpy.full(len(rows), numpy.inf)
        for share in numpy.linspace(0.4, 1, steps, dtype=numpy.float32):
            factor = 127 / numpy.maximum(most * share, 1e-30)
            q = rounded(rows, factor)
            scale = numpy.einsum("ij,ij->i", rows, q) / numpy.maximum(numpy.einsum("ij,ij->i", q, q), 1)
            error = ((rows - q * scale[:, None]) ** 2).sum(1)
            better = error < best
            best[better] = error[better]
            factors[k:k + 128][better], scales[k:k + 128][better] = factor[better], scale[better]
    return factors, scales


def quantise(w):
    """Rows of a matrix as int8 and a scale for each."""
    factors, scales = fit(w)
    return rounded(w.astype(numpy.float32), factors).astype(numpy.int8), scales


def sorted_vocabulary(pieces):
    return sorted(set(pieces), key=str.encode)


def parts_of(net, shape, vocabulary, outputs):
    """What a file holds of a network: `net` is its state, by the names of bert.Encoder, with heads.weight and
    heads.bias of the attributes `outputs`; `vocabulary` is in the order of its ids. Padding is no piece of the file."""
    f32 = {name: numpy.asarray(t, numpy.float32) for name, t in net.items()}
    index = {piece: i for i, piece in enumerate(vocabulary)}
    pieces = sorted_vocabulary(p for p in vocabulary if p != "[PAD]")
    parts = {"shape": dict(shape), "pieces": pieces, "outputs": list(outputs),
             "words": quantise(f32["words.weight"][[index[p] for p in pieces]]),
             "places": f32["places.weight"][:shape["positions"]], "norm": (f32["norm.weight"], f32["norm.bias"]),
             "layers": [], "heads": (f32["heads.weight"], f32["heads.bias"])}
    for i in range(shape["layers"]):
        name = f"layers.{i}."
        layer = {m: (*quantise(f32[f"{name}{m}.weight"]), f32[f"{name}{m}.bias"]) for m in MATRICES}
        layer |= {n: (f32[f"{name}{n}.weight"], f32[f"{name}{n}.bias"]) for n in ("norm1", "norm2")}
        parts["layers"].append(layer)
    return parts


def packed(codes):
    """The weights of a matrix as the products read them: 4 columns of 16 rows together, with 128 added."""
    rows, cols = codes.shape
    return (codes.reshape(rows // 16, 16, cols // 4, 4).swapaxes(1, 2).astype(numpy.int16) + 128).astype(numpy.uint8)


def write(parts):
    shape, out = parts["shape"], bytearray(64)

    def add(*arrays):
        out.extend(bytes(-len(out) % ALIGN))
        for a in arrays:
            out.extend(a if isinstance(a, bytes) else numpy.ascontiguousarray(a).tobytes())

    text = b"".join(p.encode() + b"\0" for p in parts["pieces"])
    add(text)
    for a in (*parts["words"], parts["places"]):
        add(a)
    add(*parts["norm"])
    for layer in parts["layers"]:
        for m in MATRICES:
            codes, *floats = layer[m]
            for a in (packed(codes), *floats):
                add(a)
        add(*layer["norm1"])
        add(*layer["norm2"])
    add(b"".join(name.encode().ljust(NAME_BYTES, b"\0") for name in parts["outputs"]))
    for a in parts["heads"]:
        add(a)

    def header(checksum):
        return struct.pack("<8s10I2Q", b"encoder", 2, shape["width"], shape["heads"], shape["inner"], shape["layers"],
                           len(parts["places"]), len(parts["pieces"]), len(parts["outputs"]), len(text), 0, len(out), checksum)

    out[:64] = header(hash_bytes(bytes(out[64:]), hash_bytes(header(0), 0)))
    return bytes(out)


# --- read back ---

def unpacked(bytes_of_matrix, rows, cols):
    """What packed() was given."""
    a = numpy.frombuffer(bytes_of_matrix, numpy.uint8).astype(numpy.int16) - 128
    return a.reshape(rows // 16, cols // 4, 16, 4).swapaxes(1, 2).reshape(rows, cols).astype(numpy.int8)


class Taker:
    """Takes one part of a file after the other, each of which begins at a multiple of ALIGN."""

    def __init__(self, data):
        self.data, self.at = data, 64

    def bytes(self, n):
        begin = self.at + -self.at % ALIGN
        self.at = begin + n
        return self.data[begin:self.at]

    def floats(self, *dims):
        return numpy.frombuffer(self.bytes(4 * math.prod(dims)), numpy.float32).reshape(dims)

    def matrix(self, rows, cols):
        return unpacked(self.bytes(rows * cols), rows, cols), self.floats(rows), self.floats(rows)


def read(data):
    """The parts of a file that write() made. It is trusted: the library has the reader that is not."""
    magic, version, width, heads, inner, layers, places, n_pieces, n_outputs, n_text, _, size, _ = struct.unpack_from(
        "<8s10I2Q", data)
    if magic.rstrip(b"\0") != b"encoder" or version != 2 or size != len(data):
        raise SystemExit("not an encoder of this version")
    take = Taker(data)
    rows = {"qkv": (3 * width, width), "out": (width, width), "up": (inner, width), "down": (width, inner)}
    parts = {"shape": dict(width=width, heads=heads, inner=inner, layers=layers, positions=places)}
    parts["pieces"] = take.bytes(n_text).decode().split("\0")[:-1]
    words = numpy.frombuffer(take.bytes(n_pieces * width), numpy.int8).reshape(n_pieces, width)
    parts["words"] = words, take.floats(n_pieces)
    parts["places"] = take.floats(places, width)
    parts["norm"] = tuple(take.floats(2, width))
    parts["layers"] = [{m: take.matrix(*rows[m]) for m in MATRICES} |
                       {n: tuple(take.floats(2, width)) for n in ("norm1", "norm2")} for _ in range(layers)]
    names = take.bytes(n_outputs * NAME_BYTES)
    parts["outputs"] = [names[k:k + NAME_BYTES].rstrip(b"\0").decode() for k in range(0, len(names), NAME_BYTES)]
    parts["heads"] = take.floats(n_outputs, width), take.floats(n_outputs)
    return parts


def state_of(parts):
    """The state that parts_of() was given, as far as int8 keeps it."""
    codes, scale = parts["words"]
    state = {"words.weight": codes * scale[:, None], "places.weight": parts["places"]}
    state["norm.weight"], state["norm.bias"] = parts["norm"]
    state["heads.weight"], state["heads.bias"] = parts["heads"]
    for i, layer in enumerate(parts["layers"]):
        for m in MATRICES:
            codes, scale, bias = layer[m]
            state |= {f"layers.{i}.{m}.weight": codes * scale[:, None], f"layers.{i}.{m}.bias": bias}
        for n in ("norm1", "norm2"):
            state[f"layers.{i}.{n}.weight"], state[f"layers.{i}.{n}.bias"] = layer[n]
    return state


# --- the forward pass ---

def normalised(x, norm):
    x = x - x.mean(-1, keepdims=True)
    return x / numpy.sqrt((x * x).mean(-1, keepdims=True) + 1e-12) * norm[0] + norm[1]


def product(x, matrix, noise):
    """A product as src/encode/ computes it: int8 with a scale for each token."""
    codes, scale, bias = matrix
    most = numpy.abs(x).max(-1, keepdims=True)
    a = numpy.rint(x * (127 / numpy.maximum(most, 1e-30)) + noise(x.shape))
    return (a @ codes.T.astype(numpy.float64)) * scale * (most / 127) + bias


def vector(parts, ids, noise=numpy.zeros):
    """The vector of a comment with these ids. `noise` is added to what is rounded to int8."""
    shape = parts["shape"]
    codes, scale = parts["words"]
    x = codes[ids] * scale[ids][:, None].astype(numpy.float64) + parts["places"][:len(ids)]
    x = normalised(x, parts["norm"])
    n, heads, d = len(ids), shape["heads"], shape["width"] // shape["heads"]
    gelu = numpy.vectorize(lambda v: v * (1 + math.erf(v / math.sqrt(2))) / 2)
    for layer in parts["layers"]:
        q, k, v = (t.reshape(n, heads, d).swapaxes(0, 1) for t in numpy.split(product(x, layer["qkv"], noise), 3, -1))
        s = q @ k.swapaxes(1, 2) / math.sqrt(d)
        p = numpy.exp(s - s.max(-1, keepdims=True))
        p /= p.sum(-1, keepdims=True)
        x = normalised(x + product((p @ v).swapaxes(0, 1).reshape(n, -1), layer["out"], noise), layer["norm1"])
        x = normalised(x + product(gelu(product(x, layer["up"], noise)), layer["down"], noise), layer["norm2"])
    return x.mean(0)


def logits(parts, ids):
    weight, bias = parts["heads"]
    return weight.astype(numpy.float64) @ vector(parts, ids) + bias
