"""Rows for `label` from the project's own articles: what the speed and parity checks run on."""
import itertools
import json
import pathlib

ROOT = pathlib.Path(__file__).parents[1]
TARGET = "the UN Global Compact for Migration"


def rows(count):
    """`count` rows of id, target and text: the gold quotes of seeds/articles, over and over."""
    texts = []
    for line in (ROOT / "eval/gold/articles.jsonl").read_text(encoding="utf-8").splitlines():
        quote = json.loads(line)
        with open(ROOT / "seeds/articles" / quote["document_id"], encoding="utf-8", newline="") as f:
            text = f.read()
        parts = [text[s["start"]:s["end"]] for s in quote["content"]]
        if parts:
            texts.append(" [...] ".join(parts))
    return [{"id": str(i), "target": TARGET, "text": t} for i, t in zip(range(count), itertools.cycle(texts))]


def write(path, count):
    with open(path, "w", encoding="utf-8") as f:
        for row in rows(count):
            f.write(json.dumps(row, ensure_ascii=False) + "\n")
