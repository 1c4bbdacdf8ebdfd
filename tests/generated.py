"""Articles made from templates, of which several tell of one incident. The same seed, the same articles."""

import json
import random

PLACES = (
    "Bossaso, Somalia", "Garissa, Kenya", "Maradi, Niger", "Dosso, Niger", "Ségou, Mali", "Mopti, Mali",
    "Kaya, Burkina Faso", "Fada N'gourma, Burkina Faso", "Sokoto, Nigeria", "Yola, Nigeria", "Maroua, Cameroon",
    "Bunia, Congo", "Pemba, Mozambique", "Taiz, Yemen", "Quetta, Pakistan", "Peshawar, Pakistan",
    "Kunduz, Afghanistan", "Farah, Afghanistan", "Mosul, Iraq", "Idlib, Syria", "Osh, Kyrgyzstan",
    "Khujand, Tajikistan", "Cotabato, Philippines", "Popayán, Colombia",
)  # fmt: skip
ACTS = (
    ("gunmen opened fire on a bus", "an attack on a bus", "passengers"),
    ("a roadside bomb hit a patrol", "a roadside bomb", "soldiers"),
    ("armed men raided a village", "a raid", "villagers"),
    ("police and smugglers exchanged fire", "a firefight", "smugglers"),
    ("a rocket struck a market", "a rocket strike", "traders"),
)
MONTHS = ("January", "March", "April", "June", "August", "October", "November")
FORMS = (
    "{n} {who} were killed on {day} {month} 2023 when {act} near {place}, officials said.",
    "{PLACE} - {short} killed {n} {who} in {place} on {month} {day}, 2023, a doctor said. {k} others were wounded.",
    "Residents of {town} buried {n} {who} this week. They died on {day} {month} 2023, when {act} outside the town.",
    "Officials will discuss aid for {town} next month. {short} there left {n} {who} dead on {day} {month} 2023.",
)


def articles(number, seed=1):
    """Return so many articles as a dict from file name to text; one in ten stands in a JSON Lines file."""
    chance = random.Random(seed)
    texts, lines = {}, []
    facts = None
    for count in range(number):
        if facts is None or chance.random() < 0.5:
            facts = _facts(chance)
        text = chance.choice(FORMS).format(**facts)
        if count % 10 == 9:
            lines.append(json.dumps({"id": f"wire-{count}", "text": text, "source": "Test Wire"}))
        else:
            texts[f"{facts['town'].split()[0].lower()}/{count:03}.txt"] = (
                f"{facts['short'].capitalize()} in {facts['town']}\n\n{text}\n"
            )
    return texts | ({"wire.jsonl": "\n".join(lines) + "\n"} if lines else {})


def _facts(chance):
    place = chance.choice(PLACES)
    act, short, who = chance.choice(ACTS)
    town = place.split(",")[0]
    return {"place": place, "town": town, "PLACE": town.upper(), "act": act, "short": short, "who": who,
            "n": chance.randint(2, 40), "k": chance.randint(2, 9), "day": chance.randint(1, 28),
            "month": chance.choice(MONTHS)}  # fmt: skip


def edited(text, seed):
    """Return a text with another figure or day in it."""
    chance = random.Random(seed)
    return text.replace(" were killed", f" and {chance.randint(2, 9)} bystanders were killed").replace("2023", "2022")
