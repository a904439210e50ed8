"""The file that `src/escalation/model/file.rs` reads."""

import struct

import numpy as np

import corpus
import vectors as word_vectors

FORMAT = 2


def curve(scores, labels):
    """Slope and offset of the probability, by Newton's method on held-out rows that are not open."""
    scores, fires = scores[labels >= 0].astype(float), (labels[labels >= 0] == 1).astype(float)
    slope, offset = 1.0, 0.0
    for _ in range(200):
        found = 1 / (1 + np.exp(-(slope * scores + offset)))
        error, weight = found - fires, found * (1 - found) + 1e-9
        gradient = [(error * scores).sum(), error.sum()]
        hessian = [[(weight * scores**2).sum(), (weight * scores).sum()], [(weight * scores).sum(), weight.sum()]]
        step = np.linalg.solve(hessian, gradient)
        slope, offset = slope - step[0], offset - step[1]
        if abs(step).max() < 1e-6:
            break
    return slope, offset


def varint(value):
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return out


def checksum(data):
    found = 0xCBF29CE484222325
    for byte in data:
        found = ((found ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return found


def file(state, scale, words, own, curves, vectors):
    """`own` are the forms of `words` beside their vectors; `curves` a slope and an offset a kind."""
    state = {name: value.numpy() for name, value in state.items()}
    projection = state["project.weight"] * scale
    units = state["back"].shape[1]
    out = bytearray([len(corpus.KINDS)])
    for name, (slope, offset) in zip(corpus.KINDS, curves):
        out += bytes([len(name)]) + name.encode() + struct.pack("<ff", slope, offset)
    out += vectors.checksum + struct.pack("<HBB", vectors.dimensions, len(projection), units)
    for values in (projection.T, state["input.weight"].T, state["input.bias"], state["back"], state["output.weight"], state["output.bias"]):
        out += np.ascontiguousarray(values, "<f4").tobytes()
    forms = {word_vectors.key(word): projection @ vectors.word(word) + one for word, one in zip(words, own)}
    keys = sorted(forms)
    table = np.array([forms[key] for key in keys], np.float32)
    largest = np.abs(table).max(1)
    step = largest.max() / 255 / 127
    scales = np.ceil(largest / 127 / step).astype(int).clip(1, 255)
    table = np.round(table / (scales[:, None] * step)).clip(-127, 127).astype(np.int8)
    out += struct.pack("<If", len(keys), step)
    before = 0
    for key, size, form in zip(keys, scales, table):
        out += varint(key - before) + bytes([size]) + form.tobytes()
        before = key
    return b"HRTR" + struct.pack("<IQQ", FORMAT, len(out), checksum(out)) + out
