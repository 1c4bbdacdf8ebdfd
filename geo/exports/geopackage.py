"""A GeoPackage 1.3 container (OGC 12-128r17) written with sqlite3: tables, indexes, schema, relations, styles.

Knows nothing of incidents. No clock: equal contents give equal bytes with the same version of SQLite.
"""

import errno
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import shapely

#: SQLite's application id "GPKG", and version 1.3.0: Debian's GDAL 3.6 warns about files of 1.4.
_APPLICATION_ID: Final = 0x47504B47
_USER_VERSION: Final = 10300

WGS84: Final = 4326
_WGS84_WKT: Final = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)

_SPECIFICATION: Final = "http://www.geopackage.org/spec130/#extension_"

#: Rows that are held before they and their boxes are written.
_AT_ONCE: Final = 5_000

#: Faults of the disk, not of a statement.
_DISK_FAULTS: Final = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")

#: The tables that every file has, as the specification defines them.
_CORE: Final = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
  description TEXT, mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,
  min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
  md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,
  mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT,
  row_id_value INTEGER, timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE gpkgext_relations (id INTEGER PRIMARY KEY AUTOINCREMENT, base_table_name TEXT NOT NULL,
  base_primary_column TEXT NOT NULL DEFAULT 'id', related_table_name TEXT NOT NULL,
  related_primary_column TEXT NOT NULL DEFAULT 'id', relation_name TEXT NOT NULL,
  mapping_table_name TEXT NOT NULL UNIQUE);
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT,
  f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
  description TEXT, owner TEXT, ui TEXT, update_time DATETIME);
"""

#: What keeps the spatial index right when somebody edits the file (annex F.3, with the fixes of 1.4's triggers).
_INDEX_TRIGGERS: Final = """
CREATE TRIGGER "rtree_{t}_geom_insert" AFTER INSERT ON "{t}"
  WHEN (new."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"),
    ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_{t}_geom_update1" AFTER UPDATE OF "geom" ON "{t}"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"),
    ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_{t}_geom_update2" AFTER UPDATE OF "geom" ON "{t}"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "rtree_{t}_geom_update3" AFTER UPDATE ON "{t}"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid";
    INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"),
    ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_{t}_geom_update4" AFTER UPDATE ON "{t}"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
  BEGIN DELETE FROM "rtree_{t}_geom" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "rtree_{t}_geom_delete" AFTER DELETE ON "{t}"
  WHEN old."geom" NOT NULL BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid"; END;
"""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table, beside its key `fid` and its geometry `geom`."""

    name: str
    kind: str  #: TEXT, INTEGER, REAL, BOOLEAN, DATE (YYYY-MM-DD), DATETIME (YYYY-MM-DDThh:mm:ss.sssZ)
    doc: str
    mime: str | None = None  #: application/json for lists


@dataclass(frozen=True, slots=True)
class Table:
    """What is told of a table before its rows come."""

    name: str
    doc: str
    fields: tuple[Field, ...]
    geometry: str | None = None  #: POINT, MULTIPOLYGON, MULTILINESTRING; None: a table without geometry


#: A geometry (None: none) and the values of the fields, in their order.
Row = tuple[Any, Sequence[Any]]


class GeoPackage:
    """An open file that is being written; `opened` makes one."""

    def __init__(self, connection: sqlite3.Connection, changed: str) -> None:
        self._db = connection
        self._changed = changed

    def add(self, table: Table, rows: Iterable[Row]) -> None:
        """Write a table with its rows, numbered from 1 in `fid`, its spatial index and the meaning of its fields."""
        columns = ['"fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL']
        columns += [f'"geom" {table.geometry}'] if table.geometry else []
        columns += [f'"{field.name}" {field.kind}' for field in table.fields]
        self._db.execute(f'CREATE TABLE "{table.name}" ({", ".join(columns)})')
        box = _Box()
        marks = ", ".join("?" * len(columns))
        if table.geometry:
            self._db.execute(f'CREATE VIRTUAL TABLE "rtree_{table.name}_geom" USING rtree(id, minx, maxx, miny, maxy)')
        numbered = _numbered(rows, box, has_geometry=table.geometry is not None)
        while part := list(islice(numbered, _AT_ONCE)):
            self._db.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', part)  # noqa: S608 - the project's own names
            if table.geometry:
                self._db.executemany(f'INSERT INTO "rtree_{table.name}_geom" VALUES (?, ?, ?, ?, ?)', box.taken())  # noqa: S608
        self._register(table, box)
        if table.geometry:
            self._guard_index(table.name)
        for field in table.fields:
            title = field.name.replace("_", " ").capitalize()
            cells = (table.name, field.name, field.name, title, field.doc, field.mime)
            self._db.execute("INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, ?, NULL)", cells)

    def keep(self, name: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """Keep rows on disk, outside the file and until it is closed, where `select` finds them as temp.`name`.

        What grows with the incidents is kept so, since it would not fit into memory for many. A row takes the place of
        one with the same primary key.
        """
        self._db.execute(f'CREATE TEMP TABLE "{name}" ({columns})')
        marks = ", ".join("?" * (columns.count(",") + 1))
        self._db.executemany(f'INSERT OR REPLACE INTO temp."{name}" VALUES ({marks})', rows)  # noqa: S608 - the project's own names

    def select(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query over what is kept and what is in the file."""
        yield from self._db.execute(query, values)

    def add_view(self, table: Table, query: str, *, like: str) -> None:
        """Make a spatial view of a SELECT whose first columns are OGC_FID and geom; its extent is that of `like`."""
        self._db.execute(f'CREATE VIEW "{table.name}" AS {query}')
        self._register(table, _Box())
        self._db.execute(
            "UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) = "
            "(SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?) WHERE table_name = ?",
            (like, table.name),
        )

    def relate(self, base: str, related: str, pairs: Iterable[tuple[int, int]], *, kind: str) -> None:
        """Write which rows (fid, from 1) of two tables belong together (OGC 18-000); kind: features, attributes."""
        mapping = f"{base}_to_{related}"
        self._db.execute(
            f'CREATE TABLE "{mapping}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, '
            "base_id INTEGER NOT NULL, related_id INTEGER NOT NULL)"
        )
        self._db.executemany(f'INSERT INTO "{mapping}" (base_id, related_id) VALUES (?, ?)', pairs)  # noqa: S608
        self._db.execute(f'CREATE INDEX "{mapping}_base" ON "{mapping}" (base_id)')
        self._db.execute(
            "INSERT INTO gpkgext_relations (base_table_name, base_primary_column, related_table_name, "
            "related_primary_column, relation_name, mapping_table_name) VALUES (?, 'fid', ?, 'fid', ?, ?)",
            (base, related, kind, mapping),
        )
        definition = "http://www.geopackage.org/18-000.html"
        self._extend(mapping, None, "related_tables", definition, "read-write")
        self._register(Table(mapping, f"which {related} belong to which {base}", ()), _Box())

    def style(self, table: str, qml: str) -> None:
        """Give a table the style (QML) that QGIS uses when it opens it."""
        self._db.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) "
            "VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '', NULL, ?)",
            (table, table, qml, self._changed),
        )

    def describe(self, text: str, *, standard: str, mime: str) -> None:
        """Add metadata of the whole file."""
        added = self._db.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) VALUES ('dataset', ?, ?, ?)",
            (standard, mime, text),
        )
        self._db.execute(
            "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, ?, NULL)",
            (self._changed, added.lastrowid),
        )

    def _start(self) -> None:
        for statement in _CORE.strip().split(";\n"):
            self._db.execute(statement)
        systems = [
            ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"),
            ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
            ("WGS 84 geodetic", WGS84, "EPSG", WGS84, _WGS84_WKT, "longitude, latitude in degrees, WGS 84"),
        ]
        self._db.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", systems)
        for table, extension, name in (
            ("gpkg_data_columns", "gpkg_schema", "schema"),
            ("gpkg_data_column_constraints", "gpkg_schema", "schema"),
            ("gpkg_metadata", "gpkg_metadata", "metadata"),
            ("gpkg_metadata_reference", "gpkg_metadata", "metadata"),
        ):
            self._extend(table, None, extension, _SPECIFICATION + name, "read-write")
        self._extend("gpkgext_relations", None, "related_tables", "http://www.geopackage.org/18-000.html", "read-write")
        self._register(Table("layer_styles", "how QGIS draws the layers", ()), _Box())

    def _register(self, table: Table, box: "_Box") -> None:
        kind = "features" if table.geometry else "attributes"
        cells = (table.name, kind, table.name, table.doc, self._changed, *box.sides(), WGS84 if table.geometry else 0)
        self._db.execute("INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", cells)
        if table.geometry:
            cells = (table.name, "geom", table.geometry, WGS84, 0, 0)
            self._db.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, ?)", cells)

    def _guard_index(self, name: str) -> None:
        """Add what keeps a spatial index right, and say that there is one."""
        for statement in _INDEX_TRIGGERS.format(t=name).strip().split("END;"):
            if statement.strip():
                self._db.execute(statement + "END")
        self._extend(name, "geom", "gpkg_rtree_index", _SPECIFICATION + "rtree", "write-only")

    def _extend(self, table: str, column: str | None, name: str, definition: str, scope: str) -> None:
        self._db.execute("INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)", (table, column, name, definition, scope))


class _Box:
    """The extents of a table's geometries: those not yet in its index, and that of all."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, float, float, float, float]] = []
        self._sides: tuple[float, float, float, float] | None = None

    def put(self, number: int, west: float, south: float, east: float, north: float) -> None:
        """Add the extent of a row."""
        self._rows.append((number, west, east, south, north))
        if self._sides is not None:
            w, s, e, n = self._sides
            west, south, east, north = min(west, w), min(south, s), max(east, e), max(north, n)
        self._sides = (west, south, east, north)

    def taken(self) -> list[tuple[int, float, float, float, float]]:
        """Return the extents since the last call, in the order of the index: number, west, east, south, north."""
        rows, self._rows = self._rows, []
        return rows

    def sides(self) -> tuple[float | None, ...]:
        """Return west, south, east, north; None each where there is no geometry."""
        return self._sides or (None,) * 4


def _numbered(rows: Iterable[Row], box: _Box, *, has_geometry: bool) -> Iterator[tuple[Any, ...]]:
    for number, (shape, values) in enumerate(rows, start=1):
        if not has_geometry:
            yield number, *values
        elif shape is None:
            yield number, None, *values
        else:
            west, south, east, north = shape.bounds
            box.put(number, west, south, east, north)
            yield number, _blob(shape, (west, east, south, north)), *values


def _blob(shape: Any, box: tuple[float, float, float, float]) -> bytes:
    """Return the specification's binary form: a header, with an envelope unless it is a point, then WKB."""
    if shape.geom_type == "Point":
        return struct.pack("<2sBBi", b"GP", 0, 1, WGS84) + bytes(shapely.to_wkb(shape, byte_order=1))
    return struct.pack("<2sBBi4d", b"GP", 0, 3, WGS84, *box) + bytes(shapely.to_wkb(shape, byte_order=1))


@contextmanager
def opened(path: Path, *, changed: str) -> Iterator[GeoPackage]:
    """Give a new file at `path`, which must be empty; `changed` (YYYY-MM-DDThh:mm:ss.sssZ) stands as its last change.

    Everything is one transaction, without a journal beside the file: whoever calls replaces the file as a whole.
    Raises OSError where the disk is full or fails.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {_USER_VERSION}")
        connection.execute("BEGIN")
        package = GeoPackage(connection, changed)
        package._start()  # noqa: SLF001 - the two are one
        yield package
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith(_DISK_FAULTS):
            raise OSError(errno.EIO, str(error)) from error
        raise
    finally:
        connection.close()
