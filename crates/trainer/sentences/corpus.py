"""The labelled sentences of data/triggers, the ordinary messages of data/intents, and their words."""

import hashlib
import json
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "data"
KINDS = sorted(path.stem for path in (DATA / "triggers").glob("*.jsonl"))
FIRES, QUIET, OPEN = 1, 0, -1
# Rows of a trade are held out together, in all languages.
FOLDS = 12


def rows():
    """A dict a row: text, a label a kind, the kind it was written for (-1: none), language, trade."""
    found = []
    for own, kind in enumerate(KINDS):
        for line in (DATA / "triggers" / f"{kind}.jsonl").open(encoding="utf-8"):
            row = json.loads(line)
            labels = [QUIET] * len(KINDS)
            for name in row.get("open", []):
                labels[KINDS.index(name)] = OPEN
            for name in row.get("also", []):
                labels[KINDS.index(name)] = FIRES
            labels[own] = FIRES if row["fires"] else QUIET
            found.append({"text": row["text"], "labels": labels, "own": own, "lang": row["lang"], "trade": row.get("trade") or ""})
    ordinary = json.loads((DATA / "triggers" / "ordinary.json").read_text())
    for intent, doubtful in ordinary.items():
        labels = [OPEN if kind in doubtful else QUIET for kind in KINDS]
        for line in (DATA / "intents" / f"{intent}.jsonl").open(encoding="utf-8"):
            row = json.loads(line)
            found.append({"text": row["text"], "labels": labels, "own": -1, "lang": row.get("lang", "en"), "trade": row.get("trade") or ""})
    return found


def fold(row, folds=FOLDS):
    return int(hashlib.md5(row["trade"].encode()).hexdigest(), 16) % folds


def sentences(texts, program):
    """The words of each text's sentences, as the engine reads them: `program` is the example `words` of
    the crate handrail-trainer."""
    given = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run([program], input=given, capture_output=True, text=True, check=True)
    return [[sentence for sentence in json.loads(line) if sentence] for line in done.stdout.splitlines()]


def average_precision(scores, fires):
    """Mean, over what fires, of the precision down to it; both are arrays of numpy."""
    order = (-scores).argsort(kind="stable")
    fires = fires[order]
    hits = fires.cumsum()
    return float((hits / range(1, len(fires) + 1) * fires).sum() / max(1, fires.sum()))
