"""Writes the texts that the teacher judges: public text, and the project's sentences changed a little.

    python texts.py DIR texts.jsonl
"""

import json
import random
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np

import corpus
from teacher import FOLDS, HELD
from vectors import Vectors

PUBLIC = ["goemotions/train.jsonl", "clinc150/train.jsonl", "hwu64/train.jsonl", "nlupp/nlupp.jsonl", "natcs/insurance.jsonl", "vader/tweets.jsonl"]
SHORTEST = 10
# Changed texts of a sentence, and of an ordinary message.
CHANGES, ORDINARY_CHANGES = 7, 2
NEIGHBOURS, LEAST_COSINE = 6, 0.55
WORD = re.compile(r"[A-Za-z']+")
CLAUSE = re.compile(r"(?<=[.!?,;:])\s+")


def neighbours(texts, vectors):
    """Words of like meaning, by their vectors."""
    counted = Counter(word.lower().replace("'", "") for text in texts for word in WORD.findall(text))
    words = [word for word in counted if vectors.known(word)]
    table = np.array([vectors.word(word) for word in words])
    table /= np.linalg.norm(table, axis=1, keepdims=True) + 1e-6
    found = {}
    for start in range(0, len(words), 500):
        near = table[start : start + 500] @ table.T
        near[np.arange(len(near)), np.arange(start, start + len(near))] = -1
        for row, best in enumerate(np.argpartition(-near, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]):
            found[words[start + row]] = [words[at] for at in best if near[row, at] > LEAST_COSINE]
    return found


def changed(text, others, near, chance):
    """The text with words exchanged or left out, a part of it, or parts of it and another one."""

    def exchange(text, share):
        def one(match):
            known = near.get(match.group().lower().replace("'", "")) if chance.random() < share else None
            return chance.choice(known) if known else match.group()

        return WORD.sub(one, text)

    def part(text):
        clauses = CLAUSE.split(text)
        if chance.random() < 0.5:
            return clauses[: chance.randint(1, len(clauses))]
        return clauses[chance.randint(0, len(clauses) - 1) :]

    way = chance.random()
    if way < 0.45:
        return exchange(text, 0.12 + 0.15 * chance.random())
    if way < 0.6:
        return " ".join(word for word in text.split() if chance.random() > 0.12)
    if way < 0.8:
        one, other = part(text), part(chance.choice(others))
        return exchange(" ".join(one + other if chance.random() < 0.5 else other + one), 0.05)
    return exchange(chance.choice(CLAUSE.split(text)), 0.15)


def main():
    data, out = Path(sys.argv[1]), sys.argv[2]
    rows = [row for row in corpus.rows() if row["lang"] == "en" and corpus.fold(row, FOLDS) != HELD]
    texts = [row["text"] for row in rows]
    chance = random.Random(3)
    near = neighbours(texts, Vectors())
    found = [
        changed(row["text"], texts, near, chance)
        for row in rows
        for _ in range(CHANGES if row["own"] >= 0 else ORDINARY_CHANGES)
    ]
    for name in PUBLIC:
        found += [json.loads(line).get("text") or "" for line in (data / name).open(encoding="utf-8")]
    found = sorted({text for text in found if len(text) > SHORTEST})
    chance.shuffle(found)
    with open(out, "w", encoding="utf-8") as file:
        for text in found:
            file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
