"""Who took part in an incident: short articles in, (name, role) pairs out."""

import pytest
from test_reports import incidents

VICTIMS_ONLY = [
    ("Three fishermen were killed in Nadi on Monday, police said.", {("fishermen", "target")}),
    (
        "Gunmen raided a farm in Nadi on Monday, killing six people and abducting two more, locals and officials said",
        {("Gunmen", "perpetrator"), ("people", "target")},
    ),
    ("According to the army, a teacher was killed by a mine in Labasa on Sunday.", {("teacher", "target")}),
]
BOTH_SIDES = [
    (
        "Separatist rebels ambushed an army patrol near Labasa on Sunday, killing four soldiers.",
        {("soldiers", "target"), ("Separatist rebels", "perpetrator")},
    ),
    (
        "A shopkeeper was shot dead by two robbers in Suva on Friday.",
        {("shopkeeper", "target"), ("robbers", "perpetrator")},
    ),
    (
        "At least nine herders were killed in an attack by suspected Boko Haram fighters near Nadi on Monday.",
        {("herders", "target"), ("Boko Haram fighters", "perpetrator")},
    ),
    (
        "Soldiers clashed with fighters of the Islamic State near Nadi on Monday, killing three militants.",
        {("militants", "target"), ("Soldiers", "party"), ("fighters of the Islamic State", "party")},
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*VICTIMS_ONLY, *BOTH_SIDES])
def test_who_took_part(text, expected):
    (report,) = incidents(text)
    assert {(actor.name, actor.role) for actor in report.actors} == expected


def test_an_organisation_that_owns_up_is_the_author():
    (report,) = incidents(
        "Nine passengers were shot dead on a bus near Labasa on Tuesday. The Islamic State said it had killed spies in"
        " the attack."
    )
    assert ("Islamic State", "perpetrator", "rebel group") in {(a.name, a.role, a.kind) for a in report.actors}


def test_an_organisation_and_its_short_form_are_one():
    (report,) = incidents(
        "A strike by the paramilitary Rapid Support Forces killed 13 traders in Nadi on Monday. In Nadi, the RSF attack"
        " was condemned."
    )
    assert [actor.name for actor in report.actors] == ["traders", "paramilitary Rapid Support Forces"]


def test_words_for_anybody_give_way_to_a_name():
    (report,) = incidents(
        "Bandits killed five traders in Nadi on Monday. The attackers fled, and the victims were buried on Tuesday."
    )
    assert [(actor.name, actor.role) for actor in report.actors] == [("traders", "target"), ("Bandits", "perpetrator")]


def test_numbers_and_articles_are_no_part_of_a_name():
    (report,) = incidents("A 12-year-old girl and at least 40 of the miners were killed in Nadi on Monday.")
    assert {actor.name for actor in report.actors} == {"12-year-old girl", "miners"}
