"""Fits the network of `src/escalation/model/network.rs` to the sentences and to the teacher's
judgements, and writes www/data/triggers.dat.

    python student.py texts.jsonl judged.npy --words target/release/examples/words
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import torch

import corpus
import write
from vectors import Vectors

UNITS, SIZE = 24, 32
EPOCHS, BATCH = 4, 96
RATE, WORD_RATE = 3e-3, 3e-3
DROPOUT, FORM_DROPOUT = 0.12, 0.1
OWN = 3.0
# How much a judgement of the teacher counts against a label; each label is read twice an epoch.
JUDGED = 0.7
# A word that stands in so many places gets a form of its own.
LEAST = 3
SENTENCES, WORDS = 6, 60
SILENT = 4.0
HELD = 1


def bent(x):
    return x / (1 + x.abs())


def opened(x):
    return 0.5 + 0.5 * bent(x)


class Network(torch.nn.Module):
    """Reads words by their vectors and, for frequent words, a form of their own."""

    def __init__(self, table, frequent):
        super().__init__()
        kinds = len(corpus.KINDS)
        self.table, self.frequent = table, frequent
        self.project = torch.nn.Linear(table.shape[1], SIZE, bias=False)
        known = table[frequent > 0]
        _, directions = torch.linalg.eigh(known.T @ known)
        with torch.no_grad():
            self.project.weight.copy_(directions[:, -SIZE:].T)
        self.form = torch.nn.Embedding(len(table), SIZE)
        torch.nn.init.zeros_(self.form.weight)
        self.input = torch.nn.Linear(SIZE, 6 * UNITS)
        self.back = torch.nn.Parameter(torch.randn(2, UNITS, 3 * UNITS) / UNITS**0.5)
        self.output = torch.nn.Linear(4 * UNITS, kinds)
        torch.nn.init.constant_(self.output.bias, -2.5)
        self.dropout = torch.nn.Dropout(DROPOUT)

    def forward(self, ids, mask, owner, count):
        own = self.frequent[ids]
        if self.training:
            own = own * (torch.rand_like(own) > FORM_DROPOUT)
        words = self.dropout(self.project(self.table[ids]) + self.form(ids) * own[..., None])
        gates = self.input(words)
        lines, length, _ = gates.shape
        directions = []
        for direction in (0, 1):
            given = gates[..., direction * 3 * UNITS : (direction + 1) * 3 * UNITS]
            state = torch.zeros(lines, UNITS)
            states = [state] * length
            for at in range(length) if direction == 0 else reversed(range(length)):
                update, reset, candidate = given[:, at].split(UNITS, 1)
                back_update, back_reset, back_candidate = (state @ self.back[direction]).split(UNITS, 1)
                update, reset = opened(update + back_update), opened(reset + back_reset)
                state = update * state + (1 - update) * bent(candidate + reset * back_candidate)
                state = state * mask[:, at : at + 1]
                states[at] = state
            directions.append(torch.stack(states, 1))
        states = torch.cat(directions, 2)
        most = states.max(1).values.clamp(min=0)
        wide = owner[:, None].expand(-1, 2 * UNITS)
        most = torch.zeros(count, 2 * UNITS).scatter_reduce(0, wide, most, "amax")
        total = torch.zeros(count, 2 * UNITS).index_add(0, owner, states.sum(1))
        words = torch.zeros(count).index_add(0, owner, mask.sum(1))
        return self.output(self.dropout(torch.cat([most, total / torch.sqrt(words + SILENT)[:, None]], 1)))


def packed(rows):
    lines = [(at, line) for at, row in enumerate(rows) for line in row["ids"]]
    length = max(len(line) for _, line in lines)
    ids, mask = np.zeros((len(lines), length), np.int64), np.zeros((len(lines), length), np.float32)
    for at, (_, line) in enumerate(lines):
        ids[at, : len(line)] = line
        mask[at, : len(line)] = 1
    return torch.from_numpy(ids), torch.from_numpy(mask), torch.tensor([at for at, _ in lines]), len(rows)


def batches(rows, size, random=None):
    order = np.arange(len(rows))
    if random is not None:
        random.shuffle(order)
    found = []
    for start in range(0, len(order), size * 64):
        part = sorted(order[start : start + size * 64], key=lambda index: max(map(len, rows[index]["ids"])))
        parts = [part[at : at + size] for at in range(0, len(part), size)]
        if random is not None:
            random.shuffle(parts)
        found += parts
    return found


def targets(rows):
    wanted = np.array([row["judged"] if "judged" in row else row["labels"] for row in rows], np.float32)
    weights = (wanted >= 0).astype(np.float32)
    for at, row in enumerate(rows):
        if "judged" in row:
            weights[at] *= JUDGED
        elif row["own"] >= 0:
            weights[at, row["own"]] *= OWN
    return torch.from_numpy(wanted.clip(0, 1)), torch.from_numpy(weights)


@torch.inference_mode()
def score(network, rows):
    network.eval()
    scores = np.zeros((len(rows), len(corpus.KINDS)), np.float32)
    for batch in batches(rows, 128):
        scores[batch] = network(*packed([rows[index] for index in batch])).numpy()
    network.train()
    return scores


def report(rows, scores):
    labels, own = np.array([row["labels"] for row in rows]), np.array([row["own"] for row in rows])
    english = np.array([row["lang"] == "en" for row in rows])
    for kind, name in enumerate(corpus.KINDS):
        figures = []
        for part in (english, ~english):
            mine = part & (own == kind)
            figures.append(f"{corpus.average_precision(scores[mine, kind], labels[mine, kind] == 1):.3f}")
        print(f"{name:18} en {figures[0]}  others {figures[1]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts")
    parser.add_argument("judged")
    parser.add_argument("--words", required=True, help="the built example `words` of the crate handrail-trainer")
    parser.add_argument("--out", default="www/data/triggers.dat")
    given = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    random = np.random.RandomState(1)
    rows = corpus.rows()
    held = [row for row in rows if corpus.fold(row) == HELD]
    train = [row for row in rows if corpus.fold(row) != HELD]
    judged = 1 / (1 + np.exp(-np.load(given.judged).astype(np.float32)))
    for line, values in zip(Path(given.texts).open(encoding="utf-8"), judged):
        train.append({"text": json.loads(line)["text"], "judged": values, "own": -1})
    vocabulary = {}
    for row, lines in zip(train + held, corpus.sentences([row["text"] for row in train + held], given.words)):
        lines = [line[:WORDS] for line in lines[:SENTENCES]] or [["?"]]
        row["ids"] = [[vocabulary.setdefault(word, len(vocabulary) + 1) for word in line] for line in lines]
    # Labels are read twice as often as judgements.
    train = [row for row in train if "judged" not in row] + train
    counted = Counter(index for row in train for line in row["ids"] for index in line)
    frequent = torch.tensor([float(counted[index] >= LEAST) for index in range(len(vocabulary) + 1)])
    vectors = Vectors()
    table = torch.zeros(len(vocabulary) + 1, vectors.dimensions)
    for word, index in vocabulary.items():
        table[index] = torch.from_numpy(vectors.word(word))
    scale = 2 / float(table[1:].norm(dim=1).mean())
    network = Network(table * scale, frequent)
    forms = list(network.form.parameters())
    others = [value for name, value in network.named_parameters() if not name.startswith("form")]
    optimizer = torch.optim.AdamW(
        [{"params": others, "weight_decay": 1e-4}, {"params": forms, "weight_decay": 1e-2, "lr": WORD_RATE}], lr=RATE
    )
    steps = EPOCHS * (len(train) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    for epoch in range(EPOCHS):
        for batch in batches(train, BATCH, random):
            part = [train[index] for index in batch]
            wanted, weights = targets(part)
            scores = network(*packed(part))
            loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, wanted, reduction="none")
            loss = (loss * weights).sum() / weights.sum()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        print("epoch", epoch + 1, flush=True)
        report(held, score(network, held))
    labels = np.array([row["labels"] for row in held])
    curves = [write.curve(values, known) for values, known in zip(score(network, held).T, labels.T)]
    words = [word for word, index in vocabulary.items() if frequent[index] > 0]
    with torch.inference_mode():
        own = network.form.weight[[vocabulary[word] for word in words]].numpy()
    Path(given.out).write_bytes(write.file(network.state_dict(), scale, words, own, curves, vectors))


if __name__ == "__main__":
    main()
