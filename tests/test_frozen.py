"""Quickly made records are what `dataclasses` makes of the same fields."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.frozen import maker_of, quickly_made, tuple_maker_of


@dataclass(frozen=True, slots=True)
class Plain:
    name: str
    size: float = 1.5
    parts: list[int] = field(default_factory=list)


@quickly_made
@dataclass(frozen=True, slots=True)
class Quick:
    name: str
    size: float = 1.5
    parts: list[int] = field(default_factory=list)


@quickly_made
@dataclass(frozen=True)
class Loose:
    name: str
    size: float = 1.5
    parts: list[int] = field(default_factory=list)


@given(st.text(), st.floats(allow_nan=False), st.lists(st.integers()))
def test_all_ways_of_making_one_agree(name, size, parts):
    ways = [((name, size, parts), {}), ((name,), {"parts": parts}), ((), {"name": name, "size": size})]
    for arguments, named in ways:
        plain = Plain(*arguments, **named)
        for record in (Quick, Loose):
            quick = record(*arguments, **named)
            assert [getattr(plain, f) for f in Plain.__slots__] == [getattr(quick, f) for f in Plain.__slots__]
            assert repr(quick) == repr(plain).replace("Plain", record.__name__)
            assert quick == replace(quick) == copy.copy(quick) == pickle.loads(pickle.dumps(quick))


@pytest.mark.parametrize("record", [Quick, Loose])
def test_it_is_frozen_and_takes_the_same_arguments(record):
    quick = record("a")
    assert quick.parts is not record("b").parts
    with pytest.raises(FrozenInstanceError):
        quick.name = "b"
    with pytest.raises(TypeError):
        record()
    with pytest.raises(TypeError):
        record("a", weight=3)
    assert list(inspect.signature(record).parameters) == list(inspect.signature(Plain).parameters)


@pytest.mark.parametrize("record", [Plain, Quick])
def test_a_maker_makes_the_same_record(record):
    made = maker_of(record)("a", 2.5, [1])
    assert type(made) is record
    assert made == record("a", 2.5, [1]) == pickle.loads(pickle.dumps(made))
    with pytest.raises(FrozenInstanceError):
        made.name = "b"
    with pytest.raises(TypeError):
        maker_of(record)("a")


class Pair(NamedTuple):
    name: str
    size: float = 1.5


def test_a_quickly_made_tuple_is_the_named_tuple_of_its_fields():
    made = tuple_maker_of(Pair)(("Nadi", 2.0))
    assert type(made) is Pair
    assert made == Pair("Nadi", 2.0)
    assert made.size == 2.0
