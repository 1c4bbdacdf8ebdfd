"""The day of an article's main incident is chosen among all days told, by probabilities that add up."""

from datetime import date

import pytest

from geo.config import Config
from geo.events.date_clues import EventDate
from geo.events.date_ranking import Choice, choices_of, likeliest, probabilities, read_weights
from geo.records import Document, Published
from geo.reports import main_article

MONDAY, TUESDAY = date(2019, 3, 11), date(2019, 3, 12)


def choice(day, **features):
    said = EventDate(day, day, 1, "then", "weekday", None, 0, 0.0)
    return Choice(said, day, day, features)


NONE = Choice(None, None, None, {"none": 1.0})


FRIDAY = Published(date(2019, 3, 15), date(2019, 3, 15), "stated")


def choices(text, published=FRIDAY):
    article = main_article(Document("a", "a", text, published=published, language="en"), (), Config())
    return choices_of(article)


def test_the_mentions_of_a_day_add_up():
    told = [choice(MONDAY, a=1.0), choice(TUESDAY, b=1.0), choice(MONDAY, a=1.0), NONE]
    assert likeliest(told, {"b": 0.5, "none": -5.0}).first == MONDAY
    assert likeliest(told, {"b": 1.0, "none": -5.0}).first == TUESDAY


def test_days_that_no_words_name_are_weighed_together():
    publication = Choice(None, TUESDAY, TUESDAY, {"on_publication": 1.0})
    choices = [choice(MONDAY, a=1.0), publication, NONE]
    assert likeliest(choices, {"a": 0.5}).first == TUESDAY
    assert likeliest(choices, {"a": 1.0}).first == MONDAY
    assert likeliest(choices, {"none": 1.5}).first is None


def test_probabilities_add_up_to_one():
    shares = probabilities(choices("A trader was shot dead on Monday. His funeral was on Thursday."), read_weights())
    assert sum(shares) == pytest.approx(1.0)
    assert min(shares) > 0


def test_publication_the_day_before_it_and_none_are_always_weighed():
    found = [(c.first, c.when) for c in choices("A trader was shot dead.")]
    assert found == [(date(2019, 3, 15), None), (date(2019, 3, 14), None), (None, None)]


def test_an_article_of_an_uncertain_day_never_offers_its_publication():
    found = choices("A trader was shot dead.", Published(date(2019, 3, 1), date(2019, 3, 15), "as_of"))
    assert [c.first for c in found] == [None]


def test_a_day_of_an_arrest_is_offered_as_the_day_it_names():
    found = choices("A man was arrested on Thursday over the murder of a trader.")
    assert found[0].first == found[0].last == date(2019, 3, 14)


def test_an_article_without_an_incident_has_no_day():
    document = Document("a", "a", "The market opens at nine.", published=None, language="en")
    assert main_article(document, (), Config()) is None


def test_every_weight_belongs_to_a_feature_that_can_come_up():
    known = {
        "worth", "few_days", "week", "coarse", "headline", "lead", "told_of_it", "told_of_another", "distance",
        "before_it", "depth", "clock", "part_of_day", "close", "far", "event", "harm", "hit", "death_alone", "arrest",
        "long", "separate", "ahead", "day_ago", "days_ago", "weeks_ago", "mentions", "earliest", "latest", "told_first",
        "day_after_told", "none", "on_publication", "day_before",
    }  # fmt: skip
    starts = ("clue_", "basis_", "on_publication_", "day_before_")
    assert [n for n in read_weights() if n not in known and not n.startswith(starts)] == []
