#!/usr/bin/env python3
"""The teacher of the label model: a larger encoder fine-tuned on the same rows, whose probabilities the model learns.

usage: teacher.py train DATA
       teacher.py label DATA [SET...]

DATA is where training_data.py and own_data.py wrote, and holds teacher/encoder (see scripts/encoder). `train` writes
DATA/teacher/weights.pt and prints figures on the dev sets after each epoch; `label` writes DATA/taught/SET.jsonl:
training rows with `stance_probs` and `sentiment_probs` in the form of `quotestance label`, of the sets named, or else of
those not yet there. Of the project's own texts the teacher reads each under one name of its target, and its word on
that stands under all names. sst5-parts and vast-parts are parts of training texts, cut at clauses and sentences, with
no label but the teacher's.

Needs: pip install torch==2.4.0 transformers==4.57.6 scikit-learn
"""
import json
import pathlib
import random
import re
import sys

import torch
from sklearn.metrics import f1_score
from torch.nn import functional
from transformers import AutoTokenizer, MPNetModel

from own_data import LABELS as STANCE, read

SENTIMENT = ("negative", "neutral", "positive")
OF_SENTIMENT = {"sst5", "sst5-parts", "silver-sentiment", "own-sentiment", "sst2"}
# Share of a set's rows that an epoch draws.
SHARES = {"vast": .6, "directed-sentiment": .25, "newsmtsc": .5, "ibm-argkp-2021": .25, "ibm-claim-stance": .5,
          "perspectrum": .3, "own-stance": .16, "compact": .25, "silver-stance": .45, "other-targets": .4, "sst5": .9,
          "silver-sentiment": .4, "own-sentiment": .3}
DEV = ("vast", "directed-sentiment", "newsmtsc", "silver-stance", "own-stance", "compact", "gcm", "sst2",
       "silver-sentiment")
# What `label` judges, and of how many rows at most.
TAUGHT = {"sst5": None, "sst5-parts": 9000, "silver-stance": 12000, "compact": None, "own-stance": None, "vast": 7000,
          "newsmtsc": None, "other-targets": None, "vast-parts": 3000}
EPOCHS, RATE, WARMUP, SMOOTHING, BATCH_TOKENS, MAX_TOKENS, SEED = 2, 5e-5, .06, .05, 4000, 160, 1


class Teacher(torch.nn.Module):
    """MPNet, the mean of its last layer over the tokens, and six logits: three a task."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = MPNetModel.from_pretrained(encoder, add_pooling_layer=False)
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, 6)
        torch.nn.init.normal_(self.head.weight, std=.02)
        torch.nn.init.zeros_(self.head.bias)

    def forward(self, ids, mask):
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        mask = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1)
        return self.head(functional.dropout(mean, .1, self.training)).float()


class Reader:
    """Rows -> padded batches of token ids."""

    def __init__(self, encoder):
        self.tokenizer = AutoTokenizer.from_pretrained(encoder)

    def ids(self, rows):
        return self.tokenizer([r["target"] for r in rows], [r["text"] for r in rows], truncation="only_second",
                              max_length=MAX_TOKENS)["input_ids"]

    def pad(self, ids):
        length = max(map(len, ids))
        out = torch.full((len(ids), length), self.tokenizer.pad_token_id)
        for row, i in zip(out, ids):
            row[:len(i)] = torch.tensor(i)
        return out, torch.arange(length).expand(len(ids), -1).lt(torch.tensor([[len(i)] for i in ids])).long()


def batches(ids, tokens, rng=None):
    """Places in `ids`, batch by batch of alike lengths; in an order of chance, given an `rng`."""
    order, pool = list(range(len(ids))), len(ids)
    if rng:
        rng.shuffle(order)
        pool = 4000
    out = []
    for first in range(0, len(order), pool):
        batch = []
        for i in sorted(order[first:first + pool], key=lambda i: len(ids[i])):
            if batch and len(ids[i]) * (len(batch) + 1) > tokens:
                out.append(batch)
                batch = []
            batch.append(i)
        out.append(batch)
    if rng:
        rng.shuffle(out)
    return out


def logits(teacher, reader, rows):
    ids, out = reader.ids(rows), torch.zeros(len(rows), 6)
    teacher.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in batches(ids, 2 * BATCH_TOKENS):
            out[batch] = teacher(*reader.pad([ids[i] for i in batch]))
    teacher.train()
    return out


def evaluate(teacher, reader, data):
    for name in DEV:
        rows = [r for r in read(data / "dev" / f"{name}.jsonl") if r.get("zero_shot", True) and not r.get("name")]
        said = logits(teacher, reader, rows)
        for task, labels, own in (("stance", STANCE, said[:, :3]), ("sentiment", SENTIMENT, said[:, 3:])):
            if task in rows[0] and (task == "stance" or name in OF_SENTIMENT or name == "gcm"):
                gold = [r[task] for r in rows]
                known = [i for i, label in enumerate(labels) if label in gold]
                best = [labels[known[i]] for i in own[:, known].argmax(1)]
                macro_f1 = f1_score(gold, best, labels=sorted(set(gold)), average="macro")
                print(f"  {name} {task} macro-F1 {macro_f1:.3f} (n = {len(rows)})", flush=True)


def train(data):
    torch.manual_seed(SEED)
    rng, reader, teacher = random.Random(SEED), Reader(data / "teacher/encoder"), Teacher(data / "teacher/encoder")
    sets = {name: read(data / "train" / f"{name}.jsonl") for name in SHARES}
    epochs = []
    for _ in range(EPOCHS):
        rows = []
        for name, share in SHARES.items():
            task, labels, first = ("sentiment", SENTIMENT, 3) if name in OF_SENTIMENT else ("stance", STANCE, 0)
            rows += [(r, first, labels.index(r[task])) for r in rng.sample(sets[name], int(len(sets[name]) * share))]
        ids = reader.ids([r for r, _, _ in rows])
        epochs.append([(ids, rows, batch) for batch in batches(ids, BATCH_TOKENS, rng)])
    learned = [p for p in teacher.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": [p for p in learned if p.ndim > 1], "weight_decay": .01},
                                   {"params": [p for p in learned if p.ndim < 2], "weight_decay": 0}], lr=RATE, fused=True)
    steps, step = sum(map(len, epochs)), 0
    for epoch in epochs:
        for ids, rows, batch in epoch:
            step += 1
            for group in optimiser.param_groups:
                group["lr"] = RATE * min(step / (WARMUP * steps), (steps - step + 1) / (steps * (1 - WARMUP)))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                said = teacher(*reader.pad([ids[i] for i in batch]))
            own = torch.stack([said[at, rows[i][1]:rows[i][1] + 3] for at, i in enumerate(batch)])
            loss = functional.cross_entropy(own, torch.tensor([rows[i][2] for i in batch]), label_smoothing=SMOOTHING)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learned, 1.0)
            optimiser.step()
            optimiser.zero_grad()
            if step % 50 == 0:
                print(f"step {step} of {steps}: loss {loss.item():.3f}", flush=True)
        evaluate(teacher, reader, data)
    torch.save(teacher.state_dict(), data / "teacher/weights.pt.part")
    (data / "teacher/weights.pt.part").rename(data / "teacher/weights.pt")


def clauses(rows):
    """Two parts a text, each of one or more clauses."""
    draw, parts = random.Random("sst-parts"), {}
    for r in rows:
        cut = re.split(r"(?<=[,;:])\s|\s(?=(?:but|and|although|though|while|yet|or|because|that|which|with|as)\s)|\s--\s", r["text"])
        cut = [c.strip() for c in cut if c.strip()]
        for _ in range(2 if len(cut) > 1 else 0):
            first = draw.randrange(len(cut))
            part = " ".join(cut[first:draw.randrange(first + 1, len(cut) + 1)]).strip(" ,;:-")
            if part != r["text"] and len(part.split()) > 2:
                parts[part] = {"id": f"{r['id']}-part", "text": part, "target": r["target"]}
    return list(parts.values())


def sentences(rows):
    """Two sentences on end of each longer text."""
    draw, parts = random.Random("vast-parts"), []
    for r in rows:
        cut = [s for s in re.split(r"(?<=[.!?])\s+", r["text"]) if len(s.split()) > 3]
        if len(cut) > 2:
            first = draw.randrange(len(cut) - 1)
            parts.append({"id": f"{r['id']}-part", "text": " ".join(cut[first:first + 2]), "target": r["target"]})
    return parts


def label(data, names):
    reader, teacher = Reader(data / "teacher/encoder"), Teacher(data / "teacher/encoder")
    teacher.load_state_dict(torch.load(data / "teacher/weights.pt", weights_only=True))
    (data / "taught").mkdir(exist_ok=True)
    for name in names or [n for n in TAUGHT if not (data / "taught" / f"{n}.jsonl").exists()]:
        rows = read(data / "train" / f"{name.removesuffix('-parts')}.jsonl")
        known = rows
        if name in ("own-stance", "compact"):
            known = [r for r in rows if r["id"].endswith("-0")]
        elif name.endswith("-parts"):
            known = (clauses if name == "sst5-parts" else sentences)(rows)
        if TAUGHT[name] and len(known) > TAUGHT[name]:
            known = random.Random(name).sample(known, TAUGHT[name])
        said, taught = logits(teacher, reader, known), []
        for r, own in zip(known, said):
            probs = {task: dict(zip(labels, (round(p, 4) for p in part.softmax(0).tolist())))
                     for task, labels, part in (("stance", STANCE, own[:3]), ("sentiment", SENTIMENT, own[3:]))}
            task = "sentiment" if name in OF_SENTIMENT else "stance"
            taught.append({"id": r["id"], "text": r["text"], "target": r["target"],
                           task: r.get(task, max(probs[task], key=probs[task].get)),
                           "stance_probs": probs["stance"], "sentiment_probs": probs["sentiment"]})
        if name in ("own-stance", "compact"):
            by_text = {t["id"].rsplit("-", 1)[0]: t for t in taught}
            taught = [{**by_text[r["id"].rsplit("-", 1)[0]], "id": r["id"], "target": r["target"]} for r in rows]
        out = data / "taught" / f"{name}.jsonl"
        part = out.with_suffix(".part")
        part.write_text("".join(json.dumps(t, ensure_ascii=False) + "\n" for t in taught), encoding="utf-8")
        part.rename(out)
        print(f"{out}: {len(taught)} rows, {len(known)} judged", flush=True)


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("train", "label"):
        sys.exit(__doc__)
    data = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "train":
        train(data)
    else:
        label(data, sys.argv[3:])


if __name__ == "__main__":
    main()
