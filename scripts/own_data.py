#!/usr/bin/env python3
"""Training rows from the project's own stance texts (seeds/stance), and from silver labels where they are at hand.

usage: own_data.py OUT

OUT is where training_data.py wrote. Adds, in its form:
- OUT/{train,dev,test}/own-stance.jsonl: each text under each name of its target;
- OUT/{train,dev}/compact.jsonl: the texts on the migration compact, of train each under three of its names;
- OUT/{train,dev,test}/own-sentiment.jsonl: each text once;
- OUT/dev/calibration-{stance,sentiment}.jsonl: dev rows to fit temperatures on;
- OUT/train/other-targets.jsonl: texts that name their target, under targets that they do not speak of, neutral;
- OUT/{train,dev}/silver-{stance,sentiment}.jsonl, if silver labels are among what it wrote. Of the training pairs of silver-stance
  a row is kept with a chance in inverse proportion to how well its label is told by its target alone
  (naive Bayes on the target's words, on the other nine tenths of the rows), so that the target gives little away.
  Quotes whose sentence is at hand stand there with it, half of them also as the bare content.
"""
import json
import math
import pathlib
import random
import re
import sys
from collections import Counter, defaultdict

ROOT = pathlib.Path(__file__).parents[1]
LABELS = ("favor", "against", "neutral")
COMPACT = "the Global Compact for Migration"
# The name under which the program knows it: of src/targets.toml.
DEFAULT_TARGET = "the UN Global Compact for Migration"


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    print(f"{path}: {len(rows)} rows")


def words(target):
    return re.findall(r"\w+", target.lower()) or [""]


def told_by_target(rows, folds=10):
    """The probability of each row's label given its target alone, by a naive Bayes that has not seen the row."""
    fold = [random.Random(r["target"]).randrange(folds) for r in rows]
    out = [0.0] * len(rows)
    for held_out in range(folds):
        prior, seen = Counter(), defaultdict(Counter)
        for r, f in zip(rows, fold):
            if f != held_out:
                prior[r["stance"]] += 1
                for word in set(words(r["target"])):
                    seen[word][r["stance"]] += 1
        for i, (r, f) in enumerate(zip(rows, fold)):
            if f == held_out:
                score = {label: math.log(prior[label]) for label in LABELS}
                for word in set(words(r["target"])):
                    for label in LABELS:
                        score[label] += math.log((seen[word][label] + 3) / (prior[label] + 9))
                top = max(score.values())
                total = sum(math.exp(s - top) for s in score.values())
                out[i] = math.exp(score[r["stance"]] - top) / total
    return out


def silver(rows, split):
    """Pairs with stances, and each text once with its sentiment."""
    draw = random.Random("silver")
    if split == "train":
        rows = [r for r, told in zip(rows, told_by_target(rows)) if draw.random() < 0.25 / told]
        bare = [r for r in rows if "sentence" in r and draw.random() < 0.5]
        rows = [{**r, "text": r.get("sentence", r["text"])} for r in rows] + [{**r, "id": f"{r['id']}-bare"} for r in bare]
    texts = {}
    for r in rows:
        texts.setdefault(r["group"], {"id": r["group"], "text": r["text"], "target": r["target"], "sentiment": r["sentiment"]})
    return [{k: r[k] for k in ("id", "text", "target", "stance")} for r in rows], list(texts.values())


def named(row, targets):
    """Whether the text has the long words of one of its target's names, whatever their endings."""
    target, text = targets[row["target"]], row["text"].lower()
    stems = [[w[:5] for w in words(name) if len(w) > 3] for name in [target["target"], *target["aliases"]]]
    return any(name and all(stem in text for stem in name) for name in stems)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    out = pathlib.Path(sys.argv[1])
    targets = {t["target"]: t for t in read(ROOT / "seeds/stance/targets.jsonl")}
    names = [COMPACT, *targets[COMPACT]["aliases"]]
    compact = {split: [] for split in ("train", "dev", "test")}
    for r in read(ROOT / "seeds/stance/compact.jsonl"):
        compact[r["split"]].append({**r, "target": DEFAULT_TARGET})
    for split in ("train", "dev"):
        draw = random.Random("names")
        write(out / split / "compact.jsonl", [
            {"id": f"{r['id']}-{i}", **{k: r[k] for k in ("text", "stance", "sentiment")}, "target": name}
            for r in compact[split]
            for i, name in enumerate([DEFAULT_TARGET, *(draw.sample(names, 2) if split == "train" else [])])])
    for split in ("train", "dev", "test"):
        rows = read(ROOT / f"seeds/stance/{split}.jsonl")
        stance = [{"id": f"{r['id']}-{i}", "text": r["text"], "target": name, "stance": r["stance"], "name": i}
                  for r in rows for i, name in enumerate([r["target"], *targets[r["target"]]["aliases"]])]
        write(out / split / "own-stance.jsonl", stance)
        write(out / split / "own-sentiment.jsonl",
              [{k: r[k] for k in ("id", "text", "target", "sentiment")} for r in rows + compact[split]])
        if split == "train":
            own = rows
    own = [r for r in own if named(r, targets)]
    others = [r["text"] for r in own if r["target"] != COMPACT]
    draw = random.Random("other targets")
    other = []
    for r in own:
        t = draw.choice([t for t in targets.values() if t["split"] == "train" and t["kind"] != targets[r["target"]]["kind"]])
        other.append((r["text"], draw.choice([t["target"], *t["aliases"]])))
    other += [(text, draw.choice(names)) for text in draw.sample(others, 300)]
    for split in ("train", "dev"):
        path = out / split / {"train": "silver.jsonl", "dev": "silver_dev.jsonl"}[split]
        if not path.exists():
            print(f"{path}: not there, skipped", file=sys.stderr)
            continue
        pairs, texts = silver(read(path), split)
        write(out / split / "silver-stance.jsonl", pairs)
        write(out / split / "silver-sentiment.jsonl", texts)
        if split == "train":
            other += [(r["text"], draw.choice(names)) for r in draw.sample(texts, 700)]
    write(out / "train" / "other-targets.jsonl",
          [{"id": f"other-{i}", "text": text, "target": target, "stance": "neutral"} for i, (text, target) in enumerate(other)])
    # What temperatures are fitted on: dev rows of all sets but VAST and the compact, which measure them.
    for task, sets in (("stance", ("directed-sentiment", "newsmtsc", "silver-stance", "own-stance", "perspectrum")),
                       ("sentiment", ("silver-sentiment", "own-sentiment", "sst5"))):
        paths = [out / "dev" / f"{name}.jsonl" for name in sets]
        rows = [r for path in paths if path.exists() for r in read(path) if not r.get("name")]
        write(out / "dev" / f"calibration-{task}.jsonl", [{k: r[k] for k in ("id", "text", "target", task)} for r in rows])


if __name__ == "__main__":
    main()
