"""Small files in the formats that can be imported, built by the formats' documentation."""

import json
import struct

from gazetteer.importing import ImportRequest, import_files
from gazetteer.index import Gazetteer
from gazetteer.layers import IndexLayer

GNS_2022 = """rk ufi uni full_name nt lat_dd long_dd efctv_dt term_dt_f term_dt_n desig_cd fc cc_ft adm1 ft_link
name_rank lang_cd transl_cd script_cd name_link cc_nm generic full_nm_nd sort_gen sort_name lat_dms long_dms mgrs
mod_dt_ft mod_dt_nm dialect_cd display gis_notes""".split()  # noqa: SIM905 - as it stands in the files
GNS_OLD = """RC UFI UNI LAT LONG DMS_LAT DMS_LONG MGRS JOG FC DSG PC CC1 ADM1 POP ELEV CC2 NT LC SHORT_FORM GENERIC
SORT_NAME_RO FULL_NAME_RO FULL_NAME_ND_RO SORT_NAME_RG FULL_NAME_RG FULL_NAME_ND_RG NOTE MODIFY_DATE DISPLAY
NAME_RANK NAME_LINK TRANSL_CD NM_MODIFY_DATE F_EFCTV_DT F_TERM_DT""".split()  # noqa: SIM905 - as it stands in the files
SQUARE = [[[32.0, -24.0], [33.0, -24.0], [33.0, -23.0], [32.0, -23.0], [32.0, -24.0]]]


def geonames_row(number, name, lat, lon, **cells):
    """A row of a GeoNames dump: 19 columns."""
    row = {"alt": "", "fc": "P", "code": "PPL", "cc": "MZ", "a1": "", "a2": "", "pop": "0", **cells}
    return "\t".join(
        [str(number), name, name, row["alt"], str(lat), str(lon), row["fc"], row["code"], row["cc"], "", row["a1"],
         row["a2"], "", "", row["pop"], "", "12", "Africa/Maputo", "2024-05-06"]
    )  # fmt: skip


def gns_rows(header, *rows):
    """A GNS file with a header and rows given by column."""
    return "\n".join(["\t".join(header), *("\t".join(row.get(c, "") for c in header) for row in rows)]) + "\n"


def feature(properties, geometry="square", number=None):
    """A GeoJSON feature; a square in Gaza province, a pair (lat, lon) for a point, or a geometry."""
    if geometry == "square":
        geometry = {"type": "Polygon", "coordinates": SQUARE}
    elif isinstance(geometry, tuple):
        geometry = {"type": "Point", "coordinates": [geometry[1], geometry[0]]}
    made = {"type": "Feature", "properties": properties, "geometry": geometry}
    return made if number is None else {**made, "id": number}


def collection(*features):
    """A GeoJSON FeatureCollection as text."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)}, ensure_ascii=False)


def write(folder, name, content):
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def imported(folder, *files, base=None, **options):
    """Import files into a folder; return the report and a gazetteer of that layer alone."""
    report = import_files(ImportRequest(tuple(files), **options), base=base, folder=folder / "layers")
    return report, Gazetteer(IndexLayer(report.path))


def osm_pbf(nodes, ways=(), relations=()):
    """An .osm.pbf: nodes (id, lat, lon, tags), ways (id, refs, tags), relations (id, [(way, role)], tags).

    Protocol buffers by hand, blobs unpacked, as the format's page has them (wiki.openstreetmap.org, PBF Format).
    """
    strings = [b""]

    def text(value):
        raw = str(value).encode()
        if raw not in strings:
            strings.append(raw)
        return strings.index(raw)

    def tags(pairs):
        keys = b"".join(_varint(text(k)) for k in pairs)
        values = b"".join(_varint(text(v)) for v in pairs.values())
        return _field(2, keys) + _field(3, values) if pairs else b""

    groups = b""
    for number, lat, lon, pairs in nodes:
        body = _number(1, _zigzag(number)) + tags(pairs)
        body += _number(8, _zigzag(round(lat * 1e7))) + _number(9, _zigzag(round(lon * 1e7)))
        groups += _field(1, body)
    block_of_nodes = _field(2, groups) if groups else b""
    groups = b"".join(
        _field(3, _number(1, number) + tags(pairs) + _field(8, _deltas(refs))) for number, refs, pairs in ways
    )
    block_of_ways = _field(2, groups) if groups else b""
    groups = b""
    for number, members, pairs in relations:
        roles = b"".join(_varint(text(role)) for _, role in members)
        kinds = b"".join(_varint(1) for _ in members)
        body = _number(1, number) + tags(pairs) + _field(8, roles)
        groups += _field(4, body + _field(9, _deltas([way for way, _ in members])) + _field(10, kinds))
    block_of_relations = _field(2, groups) if groups else b""
    table = _field(1, b"".join(_field(1, s) for s in strings))
    header = _field(4, b"OsmSchema-V0.6")
    data = table + block_of_nodes + block_of_ways + block_of_relations
    return _blob(b"OSMHeader", header) + _blob(b"OSMData", data)


def _blob(kind, content):
    blob = _field(1, content) + _number(2, len(content))
    head = _field(1, kind) + _number(3, len(blob))
    return struct.pack(">I", len(head)) + head + blob


def _deltas(numbers):
    before, packed = 0, b""
    for number in numbers:
        packed += _varint(_zigzag(number - before))
        before = number
    return packed


def _zigzag(number):
    return (number << 1) ^ (number >> 63)


def _varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _number(field, value):
    return _varint(field << 3) + _varint(value)


def _field(field, content):
    return _varint(field << 3 | 2) + _varint(len(content)) + content
