"""Boundary sets: geoBoundaries, OCHA COD-AB and Natural Earth, each with its columns and its traps."""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gazetteer.entries import Entry
from gazetteer.names import consonant_key
from gazetteer.sources.classes import Kind, country_of, kind_of
from gazetteer.sources.features import Feature, read_features
from gazetteer.sources.properties import entry_of, made_id, names_of, text_of
from gazetteer.sources.reading import Job, Origin

_LEVEL = re.compile(r"adm([0-5])", re.IGNORECASE)
_COD_NAME = re.compile(
    r"adm([0-5])(?:_(?P<old>[a-z]{2})|_name[0-9]?|_ref_?name|alt[12]?_?(?:[a-z]{2})|_ref)$", re.IGNORECASE
)


def read_geoboundaries(paths: Sequence[Path], job: Job) -> Iterator[Entry]:
    """Yield geoBoundaries' units: shapeName, shapeISO, shapeID, shapeGroup (ISO alpha-3), shapeType."""
    for path in paths:
        for feature in read_features(path, job):
            properties = feature.properties
            iso = text_of(properties, "shapeISO")
            name = _told(properties, "shapeName", feature, job, path)
            entry = entry_of(
                feature,
                job,
                path,
                place_id=f"geoboundaries:{text_of(properties, 'shapeID') or made_id(job, path.name, feature.where)}",
                name=name,
                kind=_unit_kind(text_of(properties, "shapeType")),
                country=country_of(text_of(properties, "shapeGroup")),
                same_as=(f"iso3166-2:{iso}",) if "-" in iso else (),
            )
            if entry:
                yield entry


def geoboundaries_origin(paths: Sequence[Path]) -> Origin | None:
    """Return source and licence from the metaData.txt or .json beside the boundaries or in their zip; None without."""
    for path in paths:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if "metadata" in name.lower() and name.lower().endswith((".txt", ".json")):
                        found = _metadata(archive.read(name).decode("utf-8", "replace"), path.name.split(".")[0])
                        if found:
                            return found
        stem = path.name.split("_simplified")[0].split(".")[0].removesuffix("-all")
        for suffix in ("-metaData.json", "-metaData.txt"):
            beside = path.with_name(stem + suffix)
            if beside.is_file():
                found = _metadata(beside.read_text(encoding="utf-8", errors="replace"), stem)
                if found:
                    return found
    return None


def read_cod(paths: Sequence[Path], job: Job) -> Iterator[Entry]:
    """Yield COD-AB's units.

    Classic columns are ADMn_EN, ADMn_XX (languages), ADMn_PCODE, ADMnALT1EN, date, validOn, validTo; the newer ones
    adm2_name, adm2_name1, adm2_ref_name, adm2_pcode, valid_on, valid_to. A unit with an end date is a former one.
    """
    for path in paths:
        for feature in read_features(path, job):
            cells = {key.lower(): value for key, value in feature.properties.items()}
            level = _cod_level(cells)
            if level is None:
                job.problems.add(path, feature.where, "no column ADMn_PCODE or admn_name: not COD-AB")
                continue
            code = text_of(cells, f"adm{level}_pcode")
            name = text_of(cells, f"adm{level}_en", f"adm{level}_name", f"adm{level}_ref_name", f"adm{level}_ref")
            names = [text_of(cells, column) for column in cells if _names_level(column, level)]
            has_ended = bool(text_of(cells, "validto", "valid_to"))
            kind = _unit_kind(f"ADM{level}")
            entry = entry_of(
                feature,
                job,
                path,
                place_id=f"pcode:{code}" if code else made_id(job, path.name, feature.where),
                name=name or next(filter(None, names), ""),
                kind=Kind("A", kind.feature_code + "H") if has_ended else kind,
                country=country_of(text_of(cells, "adm0_pcode")) or country_of(code[:2]),
                names=names_of(names, name),
            )
            if entry:
                yield entry


def read_natural_earth(paths: Sequence[Path], job: Job) -> Iterator[Entry]:
    """Yield Natural Earth's features: name, name_xx, name_alt, featurecla, adm1_code, gn_id, wikidataid, iso_a2.

    Units are GeoNames' own where gn_id tells which. Where GeoNames' name and the feature's share nothing, the
    names are another unit's (Panjshir is labelled Parwan) and only GeoNames' name is taken.
    """
    for path in paths:
        for feature in read_features(path, job):
            cells = {key.lower(): value for key, value in feature.properties.items()}
            kind = kind_of("ne", "featurecla", text_of(cells, "featurecla").lower())
            if kind is None:
                job.problems.add(
                    path, feature.where, f"featurecla {text_of(cells, 'featurecla')!r} is no kind known here"
                )
                continue
            name = text_of(cells, "name", "name_en", "admin")
            names = names_of(_natural_earth_names(cells), name)
            geonames_name, geonames_id = text_of(cells, "gn_name"), text_of(cells, "gn_id", "geonameid")
            wikidata = text_of(cells, "wikidataid")
            if geonames_name and not _is_same_name(geonames_name, name, text_of(cells, "name_en")):
                job.problems.add(
                    path, feature.where, f"its names ({name}) are not of GeoNames' {geonames_name}: left out"
                )
                name, names, wikidata = geonames_name, (), ""
            own = text_of(cells, "adm1_code", "adm0_a3", "ne_id")
            is_geonames = geonames_id.isdigit() and int(geonames_id) > 0
            entry = entry_of(
                feature,
                job,
                path,
                place_id=f"geonames:{geonames_id}"
                if is_geonames
                else f"ne:{own}"
                if own
                else made_id(job, name, feature.where),
                name=name,
                kind=kind,
                country=country_of(text_of(cells, "iso_a2_eh", "iso_a2", "adm0_a3")),
                names=names,
                population=text_of(cells, "pop_max", "pop_est"),
                same_as=(f"wikidata:{wikidata}",) if wikidata else (),
            )
            if entry:
                yield entry


def _metadata(text: str, stem: str) -> Origin | None:
    """Return the origin told by a metadata file: JSON, or lines "Key: value"."""
    try:
        rows = json.loads(text)
    except json.JSONDecodeError:
        pairs = (line.partition(":") for line in text.splitlines())
        rows = {key.strip(): value.strip() for key, _, value in pairs}
    if not isinstance(rows, dict):
        return None
    cells = {re.sub(r"[^a-z]", "", key.lower()): str(value) for key, value in rows.items()}
    licence = cells.get("license") or cells.get("boundarylicense")
    if not licence or licence.lower() in ("nan", "none", "unknown"):
        return None
    year = cells.get("boundaryrepresentativeofyear") or cells.get("boundaryyearrepresented") or ""
    whose = cells.get("boundarysources") or cells.get("boundarysource") or ""
    title = f"{stem}{f' ({year})' if year else ''}"
    return Origin(title, licence, f"geoBoundaries.org (Runfola et al. 2020){f'; {whose}' if whose else ''}")


def _told(properties: Mapping[str, Any], column: str, feature: Feature, job: Job, path: Path) -> str:
    """Return a name without the line ends that stand in some, and say so."""
    raw = str(properties.get(column) or "")
    if "\n" in raw or "\\n" in raw:
        job.problems.note(path, feature.where, f"mended: a line end in the name {raw!r}")
    return text_of({column: raw.replace("\\n", " ")}, column)


def _unit_kind(level: str) -> Kind:
    found = _LEVEL.search(level)
    number = found[1] if found else ""
    return Kind("A", "PCLI") if number == "0" else Kind("A", f"ADM{number}" if number else "ADMD")


def _cod_level(cells: Mapping[str, Any]) -> int | None:
    """Return the finest level of which the row has a code or a name."""
    for level in range(5, -1, -1):
        if any(text_of(cells, f"adm{level}_{part}") for part in ("pcode", "name", "en")):
            return level
    return None


def _names_level(column: str, level: int) -> bool:
    found = _COD_NAME.match(column)
    return found is not None and int(found[1]) == level


def _natural_earth_names(cells: Mapping[str, Any]) -> list[str]:
    names = [text_of(cells, c) for c in cells if re.fullmatch(r"name_(?!len|alt$)[a-z]{2,5}|name_long|woe_name", c)]
    listed = text_of(cells, "name_alt", "namealt")
    return [*names, *re.split(r"[|;]", listed)]


def _is_same_name(geonames: str, *names: str) -> bool:
    """Say whether a word of the names is a word of GeoNames' name, by its consonants (Khost, Khowst)."""
    words = {consonant_key(word) for word in geonames.replace("-", " ").split()}
    others = {consonant_key(word) for name in names for word in name.replace("-", " ").split()}
    return any(len(word) >= 3 for word in words & others)


def natural_earth_origin(_paths: Sequence[Path]) -> Origin:
    """Return what all of Natural Earth is under."""
    return Origin("Natural Earth", "public domain", "Made with Natural Earth, naturalearthdata.com")
