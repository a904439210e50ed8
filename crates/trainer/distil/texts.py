"""The texts that the word vectors are fitted to, with a weight each. Labels are not looked at."""

import json
import random
import re
import zlib
from pathlib import Path


def rows(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def sentences(text):
    parts = [part for line in re.split(r"\n+", text) for part in re.split(r"(?<=[.!?])\s+", line)]
    return [part.strip() for part in parts if len(part.split()) >= 2]


def windows(text):
    """Runs of 3 to 14 words, so that parts of a message have a meaning of their own."""
    words = text.split()
    seeded = random.Random(zlib.crc32(text.encode()))
    for _ in range(1 + len(words) // 25):
        length = seeded.randint(3, 14)
        if len(words) > length:
            start = seeded.randrange(len(words) - length)
            yield " ".join(words[start : start + length])


def public(data):
    """(weight, texts) of the public sets whose licence permits it; see NOTICE."""
    support = [row["text"] for row in rows(data / "natcs/insurance.jsonl")]
    support += [row["text"] for row in rows(data / "nlupp/nlupp.jsonl")]
    for row in rows(data / "tau_retail/few_shot_dialogues.jsonl"):
        for line in row["messages_display"].split("\n"):
            if line.startswith(("user:", "assistant:")) and len(line) < 600:
                support += sentences(line.split(":", 1)[1])
    for row in rows(data / "tau_retail/tasks_train.jsonl"):
        support += sentences(row["instruction"])[1:]
    for row in rows(data / "abcd/guideline_articles.jsonl"):
        support += [part for step in row["instructions"] for part in sentences(step)]
    yield 1.0, support
    yield 1.0, [
        row["text"]
        for part in ("train", "oos_train")
        for row in rows(data / f"clinc150/{part}.jsonl")
    ]
    yield 0.7, [row["text"] for row in rows(data / "hwu64/train.jsonl")]
    yield 1.0, [row["text"] for row in rows(data / "vader/tweets.jsonl")]
    yield 0.7, [
        row["text"] for part in ("train", "dev") for row in rows(data / f"goemotions/{part}.jsonl")
    ]


def own(messages, trades):
    """The project's own messages of the trades that may be read, whole and in parts."""
    found = []
    for path in sorted(Path(messages).glob("*.jsonl")):
        for row in rows(path):
            if row["trade"] in trades:
                text = row["text"]
                found += [text, *sentences(text), *windows(text)]
    yield 2.5, found


def collect(data, messages, trades):
    """Texts, each once, and their weights."""
    seen, texts, weights = set(), [], []
    for weight, part in [*public(Path(data)), *own(messages, trades)]:
        for text in part:
            text = text.strip()
            if text and text not in seen:
                seen.add(text)
                texts.append(text)
                weights.append(weight)
    return texts, weights
