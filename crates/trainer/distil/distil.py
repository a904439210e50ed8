"""Makes www/data/vectors.dat; see README.md."""

import argparse
from pathlib import Path

import numpy as np

import encoder
import quantise
import solve
import texts

DIMENSIONS = 128
GROUP = 4
WORDS = 17_000
PAIRS = 14_000
PIECES = 5_000
PAIR_SHARE = 0.5
PIECE_SHARE = 0.5
PENALTY = 1.0
ROUNDS = 30
# A word by itself says less than a sentence.
WORD_WEIGHT = 0.3

HERE = Path(__file__).parent


def held_out(messages, trades, cache, mean, basis, features, solved):
    """Mean cosine between a text's sum of vectors and its embedding, on trades that were not read."""
    rows = [row for path in sorted(Path(messages).glob("*.jsonl")) for row in texts.rows(path)]
    unseen = [row["text"] for row in rows if row["trade"] not in trades]
    wanted = solve.unit((encoder.embeddings(unseen, cache) - mean) @ basis)
    found = solve.unit(features.matrix(unseen, PAIR_SHARE, PIECE_SHARE) @ solved)
    return float((wanted * found).sum(1).mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="directory of the public data sets")
    parser.add_argument("--messages", default="data/intents")
    parser.add_argument("--cache", default="embeddings.npz", help="where embeddings are kept")
    parser.add_argument("--out", default="www/data/vectors.dat")
    given = parser.parse_args()
    cache = Path(given.cache)
    trades = set((HERE / "trades.txt").read_text().split("\n"))
    read, weights = texts.collect(given.data, given.messages, trades)
    known = encoder.vocabulary()
    weights = np.array([WORD_WEIGHT] * len(known) + weights, np.float32)
    embedded = encoder.embeddings(known + read, cache)
    own = weights[len(known) :, None]
    mean = (embedded[len(known) :] * own).sum(0) / own.sum()
    centred = (embedded[len(known) :] - mean) * np.sqrt(own)
    # The main directions: eigenvectors of the covariance.
    _, vectors = np.linalg.eigh(centred.T @ centred)
    basis = vectors[:, ::-1][:, :DIMENSIONS]
    targets = solve.unit((embedded - mean) @ basis)
    features = solve.Features(read, known, WORDS, PAIRS, PIECES)
    matrix = features.matrix(known + read, PAIR_SHARE, PIECE_SHARE)
    solved = solve.ridge(matrix, targets, weights, PENALTY, ROUNDS)
    cosine = held_out(given.messages, trades, cache, mean, basis, features, solved)
    print(f"mean cosine on trades that were not read: {cosine:.4f}")
    keyed, pieces = features.entries(solved, PAIR_SHARE, PIECE_SHARE)
    quantise.write(given.out, keyed, pieces, GROUP)


if __name__ == "__main__":
    main()
