"""Which articles repeat another's text: a wire report that ten papers print is one voice, not ten."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from geo.records import Analysis

#: Runs of so many words are hardly ever equal by chance (quotes of officials are, now and then).
_RUN = 8
#: Share of the shorter text's runs that stand in the other, and how many there must be, for a copy.
_SHARE, _LEAST_RUNS = 0.8, 10


def originals(analyses: Iterable[Analysis]) -> dict[str, str]:
    """Return, by id, the article whose text each one repeats; an independent one stands for itself.

    Copies have equal texts, or nearly all of the shorter one's evidence stands word by word in the other. Of copies,
    the one with the smallest id is the original.
    """
    found: dict[str, str] = {}
    by_digest: dict[str, str] = {}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    sizes: dict[str, int] = {}
    for analysis in sorted({a.id: a for a in analyses}.values(), key=lambda a: a.id):
        runs = _runs(analysis)
        original = by_digest.get(analysis.digest) or _held_by(runs, holders, sizes)
        by_digest.setdefault(analysis.digest, original or analysis.id)
        found[analysis.id] = original or analysis.id
        if original is None:
            sizes[analysis.id] = len(runs)
            for run in runs:
                holders[run].append(analysis.id)
    return found


def _held_by(
    runs: set[tuple[str, ...]], holders: dict[tuple[str, ...], list[str]], sizes: dict[str, int]
) -> str | None:
    """Return the first original that holds nearly all of these runs, or whose runs are nearly all among them."""
    shared = Counter(holder for run in runs for holder in holders.get(run, ()))
    for holder in sorted(shared):
        shorter = min(len(runs), sizes[holder])
        if shorter >= _LEAST_RUNS and shared[holder] >= _SHARE * shorter:
            return holder
    return None


def _runs(analysis: Analysis) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in {e.text for report in analysis.reports for e in report.evidence}:
        words = text.casefold().split()
        found |= {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}
    return found
