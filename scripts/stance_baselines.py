#!/usr/bin/env python3
"""What a classifier that sees only the target, or only the text, makes of the project's own stance texts.

usage: scripts/stance_baselines.py     needs scikit-learn

Logistic regression on words and word pairs, five folds, all splits together; chance is an accuracy of .333. With
folds over rows a target is known from training; since its labels are balanced as a whole, those that are left to
guess are then the ones it had less of in training, and the figure falls below chance.
"""
import json
import pathlib

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, KFold, cross_val_predict
from sklearn.pipeline import make_pipeline

FOLDER = pathlib.Path(__file__).parents[1] / "seeds/stance"


def main():
    rows = [json.loads(line) for split in ("train", "dev", "test")
            for line in (FOLDER / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]
    groups = np.array([r["target"] for r in rows])
    label = np.array([r["stance"] for r in rows])
    tone = np.array([r["sentiment"] for r in rows])
    print("| sees | predicts | folds over | accuracy | macro-F1 |\n|---|---|---|---|---|")
    for sees, predicts, gold, folds in (("target", "stance", label, "rows"), ("target", "stance", label, "targets"),
                                        ("text", "stance", label, "targets"), ("text", "sentiment", tone, "targets")):
        model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(max_iter=1000, C=4))
        split = KFold(5, shuffle=True, random_state=1).split(label) if folds == "rows" else GroupKFold(5).split(label, groups=groups)
        found = cross_val_predict(model, [r[sees] for r in rows], gold, cv=list(split))
        print(f"| {sees} alone | {predicts} | {folds} | {np.mean(gold == found):.3f} | {f1_score(gold, found, average='macro'):.3f} |")


if __name__ == "__main__":
    main()
