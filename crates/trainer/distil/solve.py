"""Vectors of words, pairs and word pieces whose sum has the direction of a text's embedding."""

import re
from collections import Counter

import numpy as np
import scipy.sparse as sparse

WORD = re.compile(r"[^\W_]+|[?$%]")
WORDS = 120
LETTERS = 24


def normal(text):
    """As near to the engine's normal form as matters here."""
    text = text.lower().replace("\u2019", "'").replace("'", "")
    return re.sub(r"\d+", "0", re.sub("[€£¥]", "$", text))


def words(text):
    return WORD.findall(normal(text))[:WORDS]


def key(text):
    """FNV-1a with a finaliser, as `src/text/vectors.rs`."""
    found = 0x811C9DC5
    for byte in text.encode():
        found = ((found ^ byte) * 0x01000193) & 0xFFFFFFFF
    found ^= found >> 15
    found = (found * 0x85EBCA6B) & 0xFFFFFFFF
    return found ^ (found >> 13)


class Features:
    """Frequent words and pairs, and a hashed table of 3 to 5 character pieces."""

    def __init__(self, texts, known, most_words, most_pairs, pieces):
        read = [words(text) for text in texts]
        count, pairs, rows = Counter(), Counter(), Counter()
        for text in read:
            count.update(text)
            pairs.update(zip(text, text[1:]))
            rows.update(set(text))
        frequent = [word for word, times in count.most_common() if times >= 2]
        self.words = list(dict.fromkeys(frequent + known))[:most_words]
        self.pairs = [pair for pair, times in pairs.most_common(most_pairs) if times >= 4]
        self.word_at = {word: at for at, word in enumerate(self.words)}
        self.pair_at = {pair: at + len(self.words) for at, pair in enumerate(self.pairs)}
        self.first_piece = len(self.words) + len(self.pairs)
        self.pieces = pieces
        self.size = self.first_piece + pieces
        self.unknown = 0.8 * np.log(1 + len(read))
        self.rarity = {
            word: np.log((1 + len(read)) / (1 + rows[word])) + 1 for word in self.words
        }
        self.cut = {}

    def pieces_of(self, word):
        found = self.cut.get(word)
        if found is None:
            bounded = f"<{word[:LETTERS]}>"
            found = [
                self.first_piece + key(bounded[at : at + size]) % self.pieces
                for size in (3, 4, 5)
                for at in range(len(bounded) - size + 1)
            ]
            self.cut[word] = found
        return found

    def matrix(self, texts, pair_share, piece_share):
        """A row of length 1 a text."""
        at_row, at_column, values = [], [], []
        for row, text in enumerate(texts):
            found = Counter()
            before = None
            for word in words(text):
                rarity = self.rarity.get(word, self.unknown)
                if word in self.word_at:
                    found[self.word_at[word]] += rarity
                pieces = self.pieces_of(word)
                for piece in pieces:
                    found[piece] += rarity * piece_share / len(pieces)
                pair = self.pair_at.get((before, word))
                if pair is not None:
                    found[pair] += rarity * pair_share
                before = word
            length = np.sqrt(sum(value * value for value in found.values())) or 1.0
            at_row += [row] * len(found)
            at_column += found.keys()
            values += [value / length for value in found.values()]
        return sparse.csr_matrix(
            (np.array(values, np.float32), (at_row, at_column)), shape=(len(texts), self.size)
        )

    def entries(self, solved, pair_share, piece_share):
        """(text, vector) of words and pairs, then the vectors of the pieces, as the engine sums them."""
        piece = solved[self.first_piece :] * piece_share
        keyed = []
        for at, word in enumerate(self.words):
            own = [index - self.first_piece for index in self.pieces_of(word)]
            keyed.append((word, (solved[at] + piece[own].mean(0)) * self.rarity[word]))
        for at, (first, second) in enumerate(self.pairs, len(self.words)):
            rarity = self.rarity.get(second, self.unknown)
            keyed.append((f"{first} {second}", solved[at] * pair_share * rarity))
        return keyed, piece * self.unknown


def ridge(matrix, targets, weights, penalty, rounds):
    """Weighted ridge regression by conjugate gradients, all dimensions at once."""
    transposed = (sparse.diags(weights) @ matrix).T.tocsr()
    solved = np.zeros((matrix.shape[1], targets.shape[1]), np.float32)
    residual = transposed @ targets
    direction, size = residual.copy(), (residual * residual).sum(0)
    for _ in range(rounds):
        image = transposed @ (matrix @ direction) + penalty * direction
        step = size / np.maximum((direction * image).sum(0), 1e-12)
        solved += step * direction
        residual -= step * image
        after = (residual * residual).sum(0)
        direction = residual + after / np.maximum(size, 1e-12) * direction
        size = after
    return solved


def unit(rows):
    return rows / np.maximum(1e-9, np.linalg.norm(rows, axis=1, keepdims=True))
