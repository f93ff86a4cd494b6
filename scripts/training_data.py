#!/usr/bin/env python3
"""Bring the published stance and sentiment sets into one form: a JSONL file a set and split.

usage: training_data.py SOURCE OUT

SOURCE holds one folder a set, with the files as their authors publish them; a set that is not there is
skipped and named. Writes OUT/{train,dev,test}/SET.jsonl with id, text, target, and stance or sentiment.
PolNeAR becomes two files: SET.documents.jsonl and SET.quotes.jsonl. Nothing is resampled. Rows of a sentiment set get a target too, so that a model which reads pairs learns
to judge tone whatever the target: one drawn (seeded) from the stance sets in training, the project's
own default in dev and test.
"""
import csv
import hashlib
import json
import pathlib
import random
import sys

DEFAULT_TARGET = "the UN Global Compact for Migration"
STANCE = {"FAVOR": "favor", "AGAINST": "against", "NONE": "neutral"}
csv.field_size_limit(1 << 30)


def stance(text, target, label, **extra):
    return {"text": text.strip(), "target": target.strip(), "stance": label, **extra}


def vast(folder, split):
    """Allaway & McKeown 2020. A neutral row's topic is `topic_str`: `new_topic` is what its text is about."""
    with open(folder / f"vast_{split}.csv", encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            if split == "train":
                yield stance(r["post"], r["topic_str"], ["against", "favor", "neutral"][int(r["label"])])
            else:
                yield stance(r["Tweet"], r["Target 1"], STANCE[r["Stance 1"]], zero_shot=r["seen?"] == "0")


def directed_sentiment(folder, split):
    """Park, Pan & Joo 2021. The target is whoever the sentiment is directed at; q where there is none."""
    name = {"dev": "valid"}.get(split, split)
    with open(folder / f"{name}.txt", encoding="utf-8") as f:
        for line in f:
            text, p, q, label = line.rstrip("\n").split("\t")
            text = text.replace("[", "").replace("]", "")
            target = p if label in "24" else q
            yield stance(text, target, {"0": "neutral", "1": "favor", "2": "favor"}.get(label, "against"))


def newsmtsc(folder, split):
    """Hamborg & Donnay 2021. Dev is a twelfth of the published training sentences, by hash."""
    with open(folder / f"{'devtest_mt' if split == 'test' else 'train'}.jsonl", encoding="utf-8") as f:
        for line in f:
            r = json.loads(line)
            held_out = hashlib.sha256(r["primary_gid"].encode()).digest()[0] % 12 == 0
            if split != "test" and held_out != (split == "dev"):
                continue
            for t in r["targets"]:
                label = {2.0: "against", 4.0: "neutral", 6.0: "favor"}[t["polarity"]]
                yield stance(r["sentence_normalized"], t["mention"], label)


def ibm_argkp(folder, split):
    """Bar-Haim et al. 2021."""
    with open(folder / f"arguments_{split}.csv", encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            yield stance(r["argument"], r["topic"], "favor" if r["stance"] == "1" else "against")


def ibm_claim_stance(folder, split):
    """Bar-Haim et al. 2017; the training part."""
    if split == "train":
        with open(folder / "claim_stance_train.csv", encoding="utf-8", newline="") as f:
            for r in csv.DictReader(f):
                label = "favor" if r["claims.stance"] == "PRO" else "against"
                yield stance(r["claims.claimCorrectedText"], r["topicText"], label)


def perspectrum(folder, split):
    """Chen et al. 2019. Every wording of a perspective is a row."""
    def load(name):
        return json.loads((folder / name).read_text(encoding="utf-8"))

    pool = {p["pId"]: p["text"] for p in load("perspective_pool_v1.0.json")}
    splits = load("dataset_split_v1.0.json")
    for claim in load("perspectrum_with_answers_v1.0.json"):
        if splits[str(claim["cId"])] != split:
            continue
        for perspective in claim["perspectives"]:
            label = {"SUPPORT": "favor", "UNDERMINE": "against"}.get(perspective["stance_label_3"])
            for pid in perspective["pids"] if label else []:
                yield stance(pool[pid], claim["text"], label)


def sst5(folder, split):
    """Socher et al. 2013, its five grades as three."""
    with open(folder / f"sst5_{split}.txt", encoding="utf-8") as f:
        for line in f:
            label, text = line.rstrip("\n").split("\t")
            grade = int(label.removeprefix("__label__"))
            yield {"text": text.strip(), "sentiment": "negative" if grade < 3 else "positive" if grade > 3 else "neutral"}


def sst2(folder, split):
    """Socher et al. 2013, two classes; its training rows are among those of sst5."""
    if split != "train":
        with open(folder / f"sst2_{split}.tsv", encoding="utf-8") as f:
            for line in f:
                text, label = line.rstrip("\n").rsplit("\t", 1)
                yield {"text": text.strip(), "sentiment": "positive" if label == "1" else "negative"}


def gcm(folder, split):
    """Sentences on the compact itself, with labels of the project's own guidelines; dev only."""
    if split == "dev":
        def load(name):
            return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]

        sentences = {m["id"]: m["sentence"] for m in load("mentions.jsonl")}
        for g in load("gold_dev.jsonl"):
            yield {"id": g["id"], **stance(sentences[g["id"]], DEFAULT_TARGET, g["stance"]), "sentiment": g["sentiment"]}


def polnear(folder, out):
    """Newell, Margolin & Ruths 2018, as documents and rows of gold quotes; the first annotator of a document counts."""
    for split in ("train", "dev"):
        documents, quotes = {}, []
        for line in (folder / f"polnear_{split}.jsonl").read_text(encoding="utf-8").splitlines():
            d = json.loads(line)
            if d["doc_id"] in documents:
                continue
            documents[d["doc_id"]] = {"id": d["doc_id"], "text": d["text"]}
            for a in d["attributions"]:
                quotes.append({"document_id": d["doc_id"], "quote_type": a["type_heuristic"],
                               **{k: [{"start": s, "end": e} for s, e in a[k]] for k in ("content", "cue", "source")}})
        for kind, rows in ("documents", documents.values()), ("quotes", quotes):
            path = out / split / f"polnear.{kind}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
            print(f"{path}: {len(rows)} rows")


def in_their_sentences(folder):
    """Contents of PolNeAR's quotes -> the same as they stand there, from the first to the last character of content, cue
    and source. White space is single in both."""
    found = {}
    for line in (folder / "polnear_train.jsonl").read_text(encoding="utf-8").splitlines():
        d = json.loads(line)
        for a in d["attributions"]:
            content = " [...] ".join(d["text"][s:e] for s, e in a["content"])
            edges = [edge for k in ("content", "cue", "source") for span in a[k] for edge in span]
            if content:
                found[" ".join(content.split())] = " ".join(d["text"][min(edges):max(edges)].split())
    return found


def silver(folder, split):
    """Labelled by language models after guidelines of our own. A row is a (text, target) pair: the sentiment, which is
    of the text, stands in each row of the text, and `group` says which rows have one text. In train, quotes of
    PolNeAR have `sentence` beside their content, where PolNeAR is at hand."""
    name = {"train": "silver_train.jsonl", "dev": "silver_dev.jsonl"}.get(split)
    polnear = folder.parent / "polnear"
    sentences = in_their_sentences(polnear) if split == "train" and polnear.is_dir() else {}
    for line in (folder / name).read_text(encoding="utf-8").splitlines() if name else []:
        r = json.loads(line)
        extra = {}
        if r["collection"] == "polnear-train" and (sentence := sentences.get(" ".join(r["text"].split()))):
            extra = {"sentence": sentence}
        for i, pair in enumerate(r["pairs"]):
            yield {"id": f"{r['id']}-{i}", "group": r["id"], **stance(r["text"], pair["target"], pair["stance"]),
                   "sentiment": r["sentiment"], **extra}


SETS = {
    "vast": ("vast", vast),
    "directed-sentiment": ("directed-sentiment", directed_sentiment),
    "newsmtsc": ("newsmtsc", newsmtsc),
    "ibm-argkp-2021": ("ibm-argkp-2021", ibm_argkp),
    "ibm-claim-stance": ("ibm-claim-stance", ibm_claim_stance),
    "perspectrum": ("perspectrum", perspectrum),
    "sst5": ("sst", sst5),
    "sst2": ("sst", sst2),
    "gcm": ("gcm", gcm),
    "silver": ("silver", silver),
}
# Where a file is not named after its set.
FILES = {("silver", "dev"): "silver_dev"}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, out = map(pathlib.Path, sys.argv[1:])
    if (source / "polnear").is_dir():
        polnear(source / "polnear", out)
    else:
        print(f"polnear: not in {source}, skipped", file=sys.stderr)
    targets = []
    for name, (folder, rows) in SETS.items():
        if not (source / folder).is_dir():
            print(f"{name}: not in {source}, skipped", file=sys.stderr)
            continue
        for split in ("train", "dev", "test"):
            written = []
            draw = random.Random(f"{name}/{split}")
            for i, row in enumerate(rows(source / folder, split)):
                if not row["text"]:
                    continue
                if split == "train" and "target" in row:
                    targets.append(row["target"])
                row.setdefault("id", f"{name}-{split}-{i}")
                row.setdefault("target", draw.choice(targets) if split == "train" else DEFAULT_TARGET)
                written.append(json.dumps(row, ensure_ascii=False))
            if written:
                path = out / split / f"{FILES.get((name, split), name)}.jsonl"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("\n".join(written) + "\n", encoding="utf-8")
                print(f"{path}: {len(written)} rows")


if __name__ == "__main__":
    main()
