"""What all readers share: where a file's rows come from, what was wrong in it, and its text line by line."""

import bz2
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from gazetteer.errors import SourceError

_LFS = b"version https://git-lfs.github.com/spec/"
_KEPT_PROBLEMS = 1000


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose rows these are; every place carries `source` and `licence`, the layer the attribution."""

    source: str  #: title, with version or date where known
    licence: str  #: SPDX identifier or the licence's name
    attribution: str  #: the words that the licence asks for


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was left out, or mended, and why."""

    file: str
    where: str | None  #: "line 7", "feature 3"; None: the whole file
    reason: str
    is_left_out: bool = True  #: False: the row was taken, mended or in part


@dataclass(slots=True)
class Problems:
    """What was wrong with the files read: all counted, the first thousand kept."""

    found: list[Problem] = field(default_factory=list)
    count: int = 0
    left_out: int = 0

    def add(self, path: Path, where: str | None, reason: str) -> None:
        """Note a row that is left out."""
        self.left_out += 1
        self._keep(Problem(path.name, where, reason))

    def note(self, path: Path, where: str | None, reason: str) -> None:
        """Note something about a row that is taken all the same."""
        self._keep(Problem(path.name, where, reason, is_left_out=False))

    def _keep(self, problem: Problem) -> None:
        self.count += 1
        if len(self.found) < _KEPT_PROBLEMS:
            self.found.append(problem)


@dataclass(frozen=True, slots=True)
class Job:
    """What a reader is asked to do."""

    origin: Origin
    problems: Problems
    countries: frozenset[str] = frozenset()  #: ISO 3166-1 alpha-2; empty: all
    columns: dict[str, str] = field(default_factory=dict)  #: field of an entry -> column of the file
    defaults: dict[str, str] = field(default_factory=dict)  #: field of an entry -> value where the column is empty
    encoding: str | None = None  #: None: UTF-8, or UTF-16 where a mark says so
    part: tuple[int, int] = (0, 1)  #: which of how many parts of the rows to read, for formats that can be divided
    layer_name: str = "import"  #: prefix of ids where the file has no ids known elsewhere

    def silent(self) -> "Job":
        """Return the same job with problems of its own, for a file that is read a second time."""
        return replace(self, problems=Problems())

    def wants(self, country: str | None) -> bool:
        """Say whether places of this country are asked for; where the country is not known yet, yes."""
        return not self.countries or country is None or country in self.countries


def check_readable(path: Path) -> bytes:
    """Return the first bytes of a file. Raises SourceError for what is no data: missing, empty, an LFS pointer."""
    try:
        with path.open("rb") as file:
            head = file.read(1 << 16)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})") from error
    if not head.strip():
        raise SourceError(f"{path}: the file is empty")
    if head.startswith(_LFS):
        raise SourceError(
            f"{path}: a Git LFS pointer of {path.stat().st_size} bytes, not the data: fetch the file itself"
            " (`git lfs pull`, or the download link of its page)"
        )
    return head


def open_binary(path: Path) -> io.BufferedReader:
    """Open a file, or the one text file in a zip (GeoNames' XX.zip brings a readme too), or what a .bz2 holds."""
    head = check_readable(path)
    if head.startswith(b"BZh"):
        return io.BufferedReader(bz2.open(path, "rb"))
    if not head.startswith(b"PK\x03\x04"):
        return path.open("rb")
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir() and "readme" not in m.filename.lower()]
        members = [m for m in members if m.filename.lower().endswith((".txt", ".csv", ".tsv"))]
        if len(members) > 1:  # alternateNamesV2.zip holds iso-languagecodes.txt too
            members = sorted(members, key=lambda m: -m.file_size)[:1]
        if not members:
            raise SourceError(f"{path}: the archive holds no table: unpack it and name the file")
        return io.BufferedReader(archive.open(members[0]))  # type: ignore[arg-type]


def read_lines(path: Path, job: Job, keep: Callable[[bytes], bool] | None = None) -> Iterator[tuple[int, str]]:
    """Yield lines with their numbers, from 1; a line that is not of the encoding is reported and left out.

    With `keep` only lines whose bytes pass it (not for UTF-16).
    """
    with open_binary(path) as file:
        encoding = job.encoding or _encoding(file.peek(4)[:4])
        if encoding.startswith("utf-16"):
            for number, line in enumerate(io.TextIOWrapper(file, encoding=encoding, newline="\n"), 1):
                yield number, line.rstrip("\r\n")
            return
        for number, raw in enumerate(file, 1):
            if keep is not None and not keep(raw):
                continue
            try:
                line = raw.decode(encoding)
            except UnicodeDecodeError as error:
                job.problems.add(path, f"line {number}", f"not {encoding} ({error.reason}): left out; see --encoding")
                continue
            yield number, line.removeprefix("\ufeff").rstrip("\r\n")


def _encoding(head: bytes) -> str:
    return "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"


def clean_name(text: str) -> str:
    """Return a name without the line ends and doubled spaces that some sources leave in it."""
    return " ".join(text.split())


def parse_point(lat: str, lon: str) -> tuple[float, float] | str:
    """Return latitude and longitude, or what is wrong with them."""
    try:
        y, x = float(lat), float(lon)
    except ValueError:
        return f"latitude {lat!r}, longitude {lon!r}: not numbers (a point as decimal sign)"
    return point_fault(y, x) or (y, x)


def point_fault(lat: float, lon: float) -> str | None:
    """Return what is wrong with a point; None for nothing."""
    if abs(lat) > 90 >= abs(lon):
        return f"latitude {lat} is out of range; latitude and longitude look swapped"
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        return f"{lat}, {lon} is no point on Earth in degrees: is the file in metres?"
    if lat == 0 and lon == 0:
        return "0, 0 stands for 'no position' in most tables"
    return None


def parse_count(text: str) -> int:
    """Return a population; 0 where the text is none ("1,200", "12 000" and "1200.0" are 1,200 and so on)."""
    digits = text.replace(",", "").replace(" ", "").replace("\u00a0", "")
    try:
        return max(0, int(float(digits)))
    except (ValueError, OverflowError):
        return 0
