"""Reads www/data/vectors.dat as `src/text/vectors.rs` does."""

import struct
from pathlib import Path

import numpy as np

FILE = Path(__file__).parents[3] / "www/data/vectors.dat"
HEADER = 24


def key(letters):
    """The key of a word: FNV-1a of its bytes, its bits spread."""
    found = 0x811C9DC5
    for byte in letters.encode():
        found = ((found ^ byte) * 0x01000193) & 0xFFFFFFFF
    found ^= found >> 15
    found = (found * 0x85EBCA6B) & 0xFFFFFFFF
    return found ^ (found >> 13)


class Vectors:
    def __init__(self, path=FILE):
        data = path.read_bytes()
        self.checksum = data[16:24]
        body = data[HEADER:]
        self.dimensions, group, self.pieces, self.keyed = struct.unpack("<HBII", body[:11])
        length_step, book_step = struct.unpack("<ff", body[11:19])
        at = 19 + self.dimensions * 256
        books = np.frombuffer(body[19:at], np.int8).astype(np.float32).reshape(-1, 256, group) * book_step
        self.position = {}
        found = 0
        for index in range(self.keyed):
            gap = shift = 0
            while True:
                byte = body[at]
                at += 1
                gap |= (byte & 127) << shift
                shift += 7
                if byte < 128:
                    break
            found += gap
            self.position[found] = index
        entries = np.frombuffer(body[at:], np.uint8).reshape(self.keyed + self.pieces, -1)
        codes = entries[:, 1:]
        parts = [books[group][codes[:, group]] for group in range(codes.shape[1])]
        self.entries = np.concatenate(parts, 1) * entries[:, :1].astype(np.float32) * length_step
        self.kept = {}

    def known(self, word):
        return key(word) in self.position

    def word(self, word):
        """A word's vector, or the mean of its pieces' vectors."""
        if word not in self.kept:
            index = self.position.get(key(word))
            if index is None:
                bounded = f"<{word[:24]}>"
                pieces = [bounded[at : at + size] for size in (3, 4, 5) for at in range(len(bounded) - size + 1)]
                index = [self.keyed + key(piece) % self.pieces for piece in pieces]
                self.kept[word] = self.entries[index].mean(0) if index else np.zeros(self.dimensions, np.float32)
            else:
                self.kept[word] = self.entries[index]
        return self.kept[word]
