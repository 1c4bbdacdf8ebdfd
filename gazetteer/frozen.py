"""Makes frozen records in less than half of the time. Imports nothing of the project."""

from dataclasses import MISSING, fields
from typing import Any, TypeVar

_Record = TypeVar("_Record")


def quickly_made(record: type[_Record]) -> type[_Record]:
    """Return a frozen dataclass with slots whose `__init__` fills the slots themselves.

    The one that `dataclasses` writes looks each field up by its name (`object.__setattr__`), which is most of the time
    that making records takes. Arguments, defaults and all else stay the same.
    """
    names: dict[str, Any] = {"_missing": MISSING}
    arguments, lines = [], []
    of_record: Any = record
    for field in fields(of_record):
        name = field.name
        names[f"_fill_{name}"] = record.__dict__[name].__set__
        value = name
        if field.default is not MISSING:
            names[f"_default_{name}"] = field.default
            arguments.append(f"{name}=_default_{name}")
        elif field.default_factory is not MISSING:
            names[f"_default_{name}"] = field.default_factory
            arguments.append(f"{name}=_missing")
            value = f"_default_{name}() if {name} is _missing else {name}"
        else:
            arguments.append(name)
        lines.append(f"    _fill_{name}(self, {value})")
    code = "\n".join([f"def __init__(self, {', '.join(arguments)}):", *lines])
    exec(code, names)  # noqa: S102 - as `dataclasses` does: field names are identifiers
    made = names["__init__"]
    made.__qualname__ = f"{record.__qualname__}.__init__"
    made.__annotations__ = {field.name: field.type for field in fields(of_record)} | {"return": None}
    of_record.__init__ = made
    return record
