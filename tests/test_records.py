"""The records survive their JSON form, and say what every field means."""

import dataclasses
import json
import typing
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.records import RECORDS, Count, Document, Published, Span, from_json, to_json

DOCUMENT = Document(
    id="a.txt#2",
    file="a.txt",
    text="Two men were hurt in Goma.",
    offset=120,
    published=Published(date(2024, 5, 1), date(2024, 5, 3), "listing_order"),
    toponyms=(Span(21, 25),),
)


def test_a_record_survives_its_json_form():
    assert from_json(Document, json.loads(json.dumps(to_json(DOCUMENT)))) == DOCUMENT


def test_a_missing_field_is_named():
    with pytest.raises(KeyError, match=r"Document.*file"):
        from_json(Document, {"id": "a", "text": "b"})


@given(st.builds(Count, low=st.none() | st.integers(), best=st.none() | st.integers(), high=st.none() | st.integers()))
def test_not_stated_stays_apart_from_none(count):
    assert from_json(Count, to_json(count)) == count


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.__name__)
def test_every_field_says_what_it_means(record):
    hints = typing.get_type_hints(record, include_extras=True)
    for field in dataclasses.fields(record):
        kind, meaning = typing.get_args(hints[field.name])[0], hints[field.name].__metadata__[0]
        assert kind is not None
        assert len(meaning.split()) >= 1


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.__name__)
def test_records_are_frozen(record):
    assert record.__dataclass_params__.frozen
