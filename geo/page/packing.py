"""Rows as packed columns, and columns as a block of text that is safe inside a script element. Knows no incidents."""

import base64
import gzip
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

#: Blocks longer than this many characters (some hundred incidents) are compressed; others stay legible in the source.
COMPRESS_ABOVE = 300_000

#: What could end a script element or a line in it, and halves of surrogate pairs, which have no UTF-8.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def pack_rows(rows: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> dict[str, Any]:
    """Return one packed column for each field: a constant, a dictionary with indices, lists, or plain values.

    Forms: `{"c": value}` the same everywhere; `{"d": [distinct], "i": [indices]}`; `{"n": [lengths], "x": column}`
    lists of plain values; `{"n": [lengths], "f": {field: column}}` lists of records; `{"v": [values]}`.
    """
    return {field: _pack_column([row.get(field) for row in rows]) for field in fields}


def _pack_column(values: list[Any]) -> dict[str, Any]:
    if any(isinstance(value, list) for value in values):
        return _pack_lists([value or [] for value in values])
    if any(isinstance(value, bool) for value in values):  # True is 1 to a dictionary
        is_same = all(value is values[0] for value in values)
        return {"c": values[0]} if is_same else {"v": values}
    distinct = list(dict.fromkeys(values))
    if len(distinct) == 1:
        return {"c": distinct[0]}
    if len(distinct) * 2 <= len(values) and any(isinstance(value, str) for value in distinct):
        number = {value: position for position, value in enumerate(distinct)}
        return {"d": distinct, "i": [number[value] for value in values]}
    return {"v": values}


def _pack_lists(lists: list[list[Any]]) -> dict[str, Any]:
    items = [item for items in lists for item in items]
    lengths = _pack_column([len(items) for items in lists])
    if any(isinstance(item, Mapping) for item in items):
        fields = sorted({field for item in items for field in item})
        return {"n": lengths, "f": pack_rows(items, fields)}
    return {"n": lengths, "x": _pack_column(items)}


def data_block(value: Any, *, compress_above: int = COMPRESS_ABOVE) -> str:
    """Return JSON in which no text can leave a script element; above a size, as gzip in base64 under `gzip`.

    Raises ValueError for NaN and infinities, which are not JSON.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    if len(text) <= compress_above:
        return text
    packed = gzip.compress(text.encode(), compresslevel=6, mtime=0)
    return json.dumps({"gzip": base64.b64encode(packed).decode()})
