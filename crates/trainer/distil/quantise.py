"""Writes the file that `src/text/vectors.rs` reads: product quantisation of the directions."""

import struct

import numpy as np

from solve import key

CODES = 256
ROUNDS = 12


def checksum(data):
    found = 0xCBF29CE484222325
    for byte in data:
        found = ((found ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return found


def nearest(rows, book):
    return (-2 * rows @ book.T + (book * book).sum(1)).argmin(1)


def code_book(rows, weights, random):
    book = rows[random.choice(len(rows), CODES, replace=False)].copy()
    for _ in range(ROUNDS):
        at = nearest(rows, book)
        sums = np.zeros(book.shape)
        np.add.at(sums, at, rows * weights[:, None])
        total = np.bincount(at, weights=weights, minlength=CODES)
        full = total > 0
        book[full] = sums[full] / total[full, None]
        book[~full] = rows[random.choice(len(rows), int((~full).sum()))]
    return book


def write(path, keyed, pieces, group):
    """`keyed`: (text, vector), of two with one key the first stays; `group`: dimensions a code."""
    by_key = {}
    for text, vector in keyed:
        by_key.setdefault(key(text), vector)
    keys = sorted(by_key)
    vectors = np.stack([by_key[name] for name in keys] + list(pieces)).astype(np.float32)
    lengths = np.maximum(np.linalg.norm(vectors, axis=1), 1e-9)
    directions = vectors / lengths[:, None]
    length_step = np.float32(lengths.max() / 255)
    random = np.random.default_rng(1)
    groups = [
        directions[:, start : start + group] for start in range(0, vectors.shape[1], group)
    ]
    books = np.stack([code_book(rows, lengths**2, random) for rows in groups])
    book_step = np.float32(np.abs(books).max() / 127)
    books = np.clip(np.round(books / book_step), -127, 127).astype(np.int8)
    codes = [nearest(rows, book.astype(np.float32) * book_step) for rows, book in zip(groups, books)]
    stored = np.clip(np.round(lengths / length_step), 0, 255)
    entries = np.stack([stored, *codes], axis=1).astype(np.uint8)
    body = bytearray(struct.pack("<HBII", vectors.shape[1], group, len(pieces), len(keys)))
    body += struct.pack("<ff", length_step, book_step) + books.tobytes()
    before = 0
    for name in keys:
        gap, before = name - before, name
        while gap >= 0x80:
            body.append(gap & 0x7F | 0x80)
            gap >>= 7
        body.append(gap)
    body += entries.tobytes()
    header = b"HRVC" + struct.pack("<IQQ", 1, len(body), checksum(body))
    with open(path, "wb") as file:
        file.write(header + bytes(body))
    print(f"{path}: {len(keys)} words and pairs, {len(pieces)} pieces, {len(header) + len(body)} bytes")
