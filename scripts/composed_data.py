#!/usr/bin/env python3
"""Stance texts put together from the parts in seeds/stance/parts.jsonl, whose label follows from their parts.

usage: composed_data.py OUT

OUT is where training_data.py wrote. Writes OUT/{train,dev}/composed-{stance,sentiment}.jsonl.

An event furthers a target or hurts it, a judgement approves of an event or people or does not: the stance is the
product of the two, the sentiment that of the judgement. Whole texts carry both. The text calls its target by one
name, the row by another; some rows stand under a target of which their text does not speak, and are neutral.
Targets are those of seeds/stance/targets.jsonl, for some whole texts the migration compact alone, and invented ones
with names made by rule: in full, without the article, by initials, by place and by matter. A part, and an invented
place, is in train or in dev, never in both.
"""
import json
import pathlib
import random
import re
import sys
from collections import defaultdict
from typing import NamedTuple

from own_data import COMPACT, DEFAULT_TARGET, ROOT, read, write

# Texts a split.
TEXTS = {"train": 24000, "dev": 1500}
# Parts, and invented places, held out for dev: one in so many.
HELD_OUT = 10
KINDS = {"agreement": "joinable", "institution": "joinable",
         "law": "made", "policy": "made", "project": "made", "proposal": "made"}
ONSETS = "Bel Cor Dra Fen Gal Hal Ist Jor Kel Lun Mor Nar Ost Pel Quen Ras Sel Tor Ul Ver Wes Yar Zan Ard Bren Cas Dol Er".split()
ENDINGS = "mark vane dor mar stead gate low ria wick tane bridge holm sund bourne dell ora ith eny una ost".split()
PLACES = ("", "", "", "", "Bay", "Valley", "Strait", "Lakes", "Coast", "River")


class Target(NamedTuple):
    kind: str
    # What rows call it, and what texts call it.
    names: list
    mentions: list
    # The word for what it is, of an invented one.
    word: str | None = None


LISTED = read(ROOT / "seeds/stance/targets.jsonl")
# Rows call the migration compact mostly as the program does, texts mostly by its title.
OWN_NAMES = next([t["target"], *t["aliases"]] for t in LISTED if t["target"] == COMPACT)
TITLE = max(OWN_NAMES, key=len)
COMPACT_TARGET = Target(
    "joinable", [DEFAULT_TARGET] * 6 + [f"the {name}" if name == TITLE else name for name in OWN_NAMES],
    [f"the {TITLE}"] * 4 + [f"the {TITLE.lower()}"] * 4 + [COMPACT] * 3 + [
        "the global compact for migration", "the global compact on migration", "the Global Compact on Migration",
        "the UN Global Compact for Migration", "the UN migration pact", "the migration pact", "the migration compact",
        "the Marrakech Compact", "the Marrakesh Compact", "the Global Compact", "the compact"])
# A matter by its name in a title, and in plain words.
MATTERS = {
    "joinable": {"Fisheries": "fishing", "Free Trade": "trade", "Extradition": "extradition", "Water Sharing": "the rivers",
                 "Labour Migration": "foreign workers", "Refugee Protection": "refugees", "Arms Control": "weapons",
                 "Climate": "emissions", "Human Rights": "rights", "Customs": "tariffs", "Air Transport": "flights",
                 "Border Cooperation": "the border", "Debt Relief": "debt", "Data Protection": "personal data",
                 "Seed Exchange": "seeds", "Anti-Corruption": "bribery", "Student Mobility": "students", "Shipping": "ships",
                 "Nuclear Safety": "reactors", "Public Health": "disease", "Mercenaries": "hired soldiers",
                 "Electricity": "power lines", "Development": "aid", "Monetary": "the currency"},
    "made": {"Housing": "rents", "Pensions": "pensions", "Asylum": "asylum", "Policing": "the police", "Schools": "schools",
             "Land Reform": "land", "Citizenship": "citizenship", "Online Safety": "the internet", "Minimum Wage": "wages",
             "Clean Air": "smoke", "Prisons": "prisons", "Transit": "buses", "Hospital": "hospitals", "Language": "language",
             "Forest": "forests", "Voting": "elections", "Surveillance": "cameras", "Inheritance": "inheritance",
             "Gambling": "betting", "Farm Support": "farmers", "Resettlement": "newcomers", "Energy": "electricity"},
}
# What a target is, in a title, and the words that stand for it in plain speech.
HEADS = {
    "joinable": {"Treaty": ("treaty", "agreement"), "Accord": ("accord", "deal"), "Pact": ("pact", "deal"),
                 "Convention": ("convention", "treaty"), "Protocol": ("protocol", "agreement"), "Compact": ("compact", "pact"),
                 "Agreement": ("agreement", "deal"), "Charter": ("charter", "text"), "Commission": ("commission", "body"),
                 "Council": ("council", "body"), "Court": ("court", "tribunal"), "Fund": ("fund", "scheme"),
                 "Union": ("union", "bloc"), "Organisation": ("organisation", "body"), "Agency": ("agency", "body")},
    "made": {"Act": ("act", "law"), "Bill": ("bill", "law"), "Plan": ("plan", "scheme"), "Scheme": ("scheme", "plan"),
             "Programme": ("programme", "scheme"), "Reform": ("reform", "plan"), "Code": ("code", "rules"),
             "Order": ("order", "rules"), "Project": ("project", "plan"), "Levy": ("levy", "tax")},
}
TITLES = ("Minister", "Foreign Minister", "Interior Minister", "Senator", "Deputy", "Ambassador", "Governor", "Mayor", "Councillor",
          "Secretary of State", "Commissioner", "Bishop", "Professor", "union leader", "spokeswoman", "party leader", "farmer",
          "Judge", "the campaigner", "the delegate", "the economist", "Prime Minister", "President", "envoy")
GIVEN = ("Adele Bruno Celia Dario Edda Farouk Greta Hamid Ines Jonas Katya Lindiwe Mateo Nadia Oskar Paloma Quentin Ruta Samir "
         "Tilda Umar Vera Wanda Xenia Yusuf Zora Anselm Bettina Cosmo Dunja").split()
SAID = ("said", "told reporters", "told parliament", "declared", "wrote", "argued", "added", "told the assembly", "insisted")


def held_out(key):
    """Whether a part, or an invented place, belongs to dev."""
    return random.Random(f"split {key}").randrange(HELD_OUT) == 0


def invented(kind, split, draw):
    """An invented target."""
    while True:
        stem = draw.choice(ONSETS) + draw.choice(ENDINGS)
        if held_out(stem) == (split == "dev"):
            break
    place = f"{stem} {draw.choice(PLACES)}".strip()
    matter, head = draw.choice(list(MATTERS[kind])), draw.choice(list(HEADS[kind]))
    plain, (own, other) = MATTERS[kind][matter], HEADS[kind][head]
    title = f"{place} {matter} {head}"
    initials = "".join(word[0] for word in re.split(r"[ -]", title))
    if "Reform" in matter and head == "Reform":
        return invented(kind, split, draw)
    names = [f"the {title}", title, f"the {initials}" if draw.random() < .3 else initials, f"the {stem} {own}",
             f"the {matter.lower()} {own}", f"the {other} on {plain}", f"{stem}'s {matter.lower()} {other}",
             f"the {own} on {matter.lower()} of {place}"]
    return Target(kind, names, names, own)


def mention(target, draw):
    """How a text calls its target: mostly by one of its names, now and then only `the treaty`."""
    return f"the {target.word}" if target.word and draw.random() < .15 else draw.choice(target.mentions)


def sentence(text):
    return text[0].upper() + text[1:]


def spoken(text, draw):
    """The text as a quote with cue and speaker, or as it is."""
    if re.search(r'"|\b(said|told|wrote|cried|asked|called|declared|announced|reported|raged|argued|added|sighed|joked)\b', text):
        return text  # it has a speaker
    who = f"{draw.choice(TITLES)} {draw.choice(GIVEN)} {draw.choice(ONSETS)}{draw.choice(ENDINGS)}"
    if draw.random() < .2:
        who = f"the {draw.choice(ONSETS)}{draw.choice(ENDINGS)} delegation"
    cue = draw.choice(SAID)
    own = re.search(r"\b(I|me|my|mine|we|us|our|ours|you|your)\b|[!?]", text)
    tail = f"{who} {cue}" if " " in cue else f"{cue} {who}"
    form = draw.randrange(3 if own or len(re.findall(r"[.!?]", text)) > 1 else 5)
    inner = text[:-1] + "," if text.endswith(".") else text
    lower = text if re.match(r"(I\b|[A-Z]\w+ [A-Z]|[A-Z]{2})", text) else text[0].lower() + text[1:]
    return sentence((f'"{inner}" {who} {cue}.', f'"{inner}" {tail}.', f'{who} {cue}: "{text}"',
                     f"{who} {cue} that {lower}", f"{inner.rstrip(',')}, {who} {cue}.")[form])


def any_target(kind, split, targets, draw):
    """An invented target or a listed one."""
    if draw.random() < .6:
        return invented(kind, split, draw)
    return draw.choice([t for t in targets if t.kind == kind])


def product(split, parts, targets, draw):
    """An event under a judgement: text with slot, stance, sentiment and target."""
    kind = draw.choice(("joinable", "made"))

    def part(form, **asked):
        fits = [p for p in parts[form] if p.get("kind", kind) in (kind, "any") and all(p[k] == v for k, v in asked.items())]
        return draw.choice(fits)

    stance, form, effect = draw.choice(("favor", "against")), draw.choice(("np", "clause", "inf", "who")), draw.choice("+-")
    event = part(f"event {form}", effect=effect)
    judgement = part(f"judgement {form}", judgement="+" if (stance == "favor") == (effect == "+") else "-")
    return judgement["text"].replace("{E}", event["text"]), stance, judgement["sentiment"], any_target(kind, split, targets, draw)


def whole(split, parts, targets, draw):
    """A whole text: with slot, stance, sentiment and target."""
    stance = draw.choice(("favor", "favor", "against", "against", "neutral"))
    found = draw.choice([p for p in parts["whole"] if p["stance"] == stance])
    kind = draw.choice(("joinable", "made")) if found["kind"] == "any" else found["kind"]
    return found["text"], stance, found["sentiment"], COMPACT_TARGET if kind == "compact" else any_target(kind, split, targets, draw)


def composed(split, parts, targets, draw):
    """One text with its labels, its target, and what it calls it."""
    make, cue = (product, .55) if draw.random() < .5 else (whole, .3)
    text, stance, sentiment, target = make(split, parts, targets, draw)
    used = mention(target, draw)
    text = sentence(text.replace("{T}", used))
    return spoken(text, draw) if draw.random() < cue else text, stance, sentiment, target, used


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    out = pathlib.Path(sys.argv[1])
    for split, count in TEXTS.items():
        parts = defaultdict(list)
        for p in read(ROOT / "seeds/stance/parts.jsonl"):
            if held_out(p["text"]) == (split == "dev"):
                form = "whole" if p["form"] == "whole" else f"{'event' if 'effect' in p else 'judgement'} {p['form']}"
                parts[form].append(p)
        targets = [Target(KINDS[t["kind"]], names, names) for t in LISTED
                   if t["kind"] in KINDS and t["split"] == split and t["target"] != COMPACT
                   for names in [[t["target"], *t["aliases"]]]]
        targets += [COMPACT_TARGET] * 4
        draw, rows = random.Random(f"composed {split}"), []
        for i in range(count):
            text, stance, sentiment, target, used = composed(split, parts, targets, draw)
            bare = target.word and used.startswith(f"the {target.word}")
            name = used if draw.random() < .3 and not bare else draw.choice(target.names)
            # Only where the text gives a full name can a reader know that it speaks of another target.
            if draw.random() < .08 and used in target.names[:3]:
                other = invented(draw.choice(("joinable", "made")), split, draw) if draw.random() < .5 else draw.choice(targets)
                if other.names != target.names:
                    name, stance = draw.choice(other.names[:3]), "neutral"
            rows.append({"id": f"composed-{i}", "text": text, "target": name, "stance": stance, "sentiment": sentiment})
        for task, own in (("stance", rows[:count * 4 // 5]), ("sentiment", rows[count * 4 // 5:])):
            write(out / split / f"composed-{task}.jsonl", [{k: r[k] for k in ("id", "text", "target", task)} for r in own])


if __name__ == "__main__":
    main()
