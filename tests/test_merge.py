"""Which reports are one incident, what it then says, and what holds for any input."""

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import actor, analysis, day, exactly, report

from geo.config import Config
from geo.merge import merge
from geo.merging import agreement, clusters
from geo.merging.distance import distance_km
from geo.records import Count, Evidence

CONFIG = Config()

HARBOUR = (12.0, 7.0)
#: A town 60 km from the harbour, and a suburb of it 6 km away.
TOWN, SUBURB = (12.54, 7.0), (12.594, 7.0)


def merged(*reports):
    """The incidents of reports that each stand in an article of their own, as lists of report ids."""
    analyses = [analysis(f"article of {r.id}", r) for r in reports]
    return sorted(list(incident.reports) for incident in merge(analyses, CONFIG))


def one(*reports):
    """The one incident of reports that each stand in an article of their own."""
    (incident,) = merge([analysis(f"article of {r.id}", r) for r in reports], CONFIG)
    return incident


# ------------------------------------------------------------------------------------------------- what is merged


RAID = "Gunmen on motorcycles killed 11 villagers, the Zamfra police said."


@pytest.mark.parametrize(
    ("text", "days", "are_one"),
    [
        ("The toll of the motorcycle gunmen's raid in Zamfra has risen to 17.", ("2023-05-11", "2023-05-12"), True),
        ("The number of dead climbed from 11 to at least 17 overnight.", ("2023-05-11", "2023-05-11"), True),
        ("The number of dead climbed from 9 to at least 17 overnight.", ("2023-05-11", "2023-05-11"), False),
        ("Motorcycle gunmen killed 17 people in Zamfra.", ("2023-05-11", "2023-05-12"), False),
        ("Prices rose to new heights after motorcycle gunmen killed 17.", ("2023-05-11", "2023-05-12"), False),
        # what came out later cannot be what it has risen from
        ("The toll of the motorcycle gunmen's raid in Zamfra has risen to 17.", ("2023-05-12", "2023-05-11"), False),
    ],
)
def test_a_toll_that_has_risen_fits_an_earlier_lower_one(text, days, are_one):
    province = {
        "on": "2023-05-10",
        "at": TOWN,
        "radius_km": 80.0,
        "where_prec": 4,
        "country": "NG",
        "admin1": "Zamfara",
    }
    first, second = (
        analysis(
            name,
            report(name, **province, killed=exactly(n), evidence=(Evidence(0, len(t), ("killed",), t),)),
            published=on,
        )
        for name, n, t, on in (("first", 11, RAID, days[0]), ("second", 17, text, days[1]))
    )
    assert (len(merge([first, second], CONFIG)) == 1) == are_one


AT_HARBOUR = report("a", on="2023-05-10", at=HARBOUR)


@pytest.mark.parametrize(
    ("second", "are_one"),
    [
        ({"on": "2023-05-10", "at": HARBOUR}, True),
        ({"on": "2023-05-10", "at": (12.03, 7.0)}, True),
        ({"on": "2023-05-10", "at": TOWN}, False),
        ({"on": "2023-05-11", "at": HARBOUR, "killed": exactly(4)}, True),
        ({"on": "2023-05-14", "at": HARBOUR, "killed": exactly(4)}, False),
        ({"on": "2023-06-10", "at": HARBOUR, "killed": exactly(4)}, False),
        ({"on": "2023-05-10", "at": HARBOUR, "event_type": "Disaster", "sub_event_type": None}, False),
        ({"on": "2023-05-10", "until": "2023-05-11", "at": HARBOUR}, True),
        # A province on that day holds the harbour, but so little does not make them one.
        ({"on": "2023-05-10", "at": TOWN, "radius_km": 120.0, "where_prec": 4}, False),
        ({"on": "2023-05-10", "at": TOWN, "radius_km": 120.0, "where_prec": 4, "killed": exactly(4)}, True),
        # Somewhere in the country within the month: never.
        (
            {"on": "2023-05-01", "until": "2023-05-31", "at": TOWN, "radius_km": 500.0, "where_prec": 6},
            False,
        ),
    ],
)
def test_place_day_type_and_figures_decide(second, are_one):
    first = dataclasses.replace(AT_HARBOUR, killed=exactly(4), country="NG", admin1="Coast")
    second = report("b", **{"country": "NG", "admin1": "Coast", **second})
    assert (merged(first, second) == [["a", "b"]]) is are_one


def test_one_city_day_after_day_does_not_chain():
    daily = [report(f"r{n:02}", on=str(date(2023, 5, 1) + timedelta(n)), at=HARBOUR) for n in range(30)]
    for incident in merge([analysis(r.id, r) for r in daily], CONFIG):
        assert (incident.core.date_end - incident.core.date_start).days == 0
        assert len(incident.reports) <= 3


def test_a_named_victim_brings_an_undated_report_to_its_incident():
    texts = [
        "Olumide Fashanu, 41, a fishmonger, was beaten to death by porters on the quay outside the auction hall.",
        "A porter was charged over the death of the fishmonger Olumide Fashanu, 41, who was beaten on the quay.",
        "Two cousins were charged over the poisoning of the chemist Bassey Ekpo, 23, whose sister found him at dawn.",
    ]
    dated = report("a", on="2023-05-10", at=HARBOUR, text=texts[0], killed=exactly(1))
    undated = [
        report(name, at=HARBOUR, text=text, killed=exactly(1)) for name, text in zip("bc", texts[1:], strict=True)
    ]
    analyses = [
        analysis("1", dated, published="2023-05-11"),
        analysis("2", undated[0], published="2023-06-02"),
        analysis("3", undated[1], published="2023-06-02"),
    ]
    found = {incident.id: incident for incident in merge(analyses, CONFIG)}
    assert found["a"].reports == ("a", "b")
    assert any("fashanu" in note for note in found["a"].notes)
    assert found["c"].reports == ("c",)


def test_history_is_merged_by_year_and_place():
    def in_1987(name, at, **fields):
        return report(name, on="1987-01-01", until="1987-12-31", at=at, date_prec=5, tense="historical", **fields)

    assert merged(in_1987("a", HARBOUR), in_1987("b", HARBOUR), in_1987("c", TOWN)) == [["a", "b"], ["c"]]
    later = dataclasses.replace(in_1987("d", HARBOUR), date_start=day("1988-01-01"), date_end=day("1988-12-31"))
    assert merged(in_1987("a", HARBOUR), later) == [["a"], ["d"]]


def test_reports_of_one_article_stay_apart_but_for_repetitions():
    first = report("a", on="2023-05-10", at=HARBOUR, killed=exactly(2))
    other = dataclasses.replace(first, id="b", killed=exactly(1))
    again = dataclasses.replace(first, id="c")
    (article,) = [analysis("1", first, other, again)]
    assert [incident.reports for incident in merge([article], CONFIG)] == [("a", "c"), ("b",)]


def test_two_articles_that_both_tell_of_two_attacks_give_two_incidents():
    def both(prefix):
        return [
            report(f"{prefix}1", on="2023-05-10", at=HARBOUR, killed=exactly(2)),
            report(f"{prefix}2", on="2023-05-10", at=HARBOUR, killed=exactly(7)),
        ]

    found = merge([analysis("x", *both("x")), analysis("y", *both("y"))], CONFIG)
    assert sorted(incident.reports for incident in found) == [("x1", "y1"), ("x2", "y2")]


@pytest.mark.parametrize(
    "fields",
    [
        {"record_type": "development"},
        {"tense": "planned"},
        {"tense": "hypothetical"},
        {"tense": "negated"},
    ],
)
def test_what_did_not_happen_is_no_incident(fields):
    assert merged(report("a", on="2023-05-10", at=HARBOUR, **fields)) == []


# ------------------------------------------------------------------------------------------- what the incident says


def test_the_most_precise_report_is_the_anchor_and_the_others_are_aliases():
    vague = report("a", on="2023-05-10", at=HARBOUR, where_prec=3, killed=exactly(4))
    precise = report("z", on="2023-05-10", at=HARBOUR, where_prec=1, killed=exactly(4))
    incident = one(vague, precise)
    assert (incident.id, incident.aliases, incident.reports) == ("z", ("a",), ("a", "z"))
    assert incident.core.where_prec == 1


def test_every_further_report_says_why_it_is_there():
    incident = one(
        report("a", on="2023-05-10", at=HARBOUR, killed=exactly(4)),
        report("b", on="2023-05-10", at=(12.03, 7.0), killed=exactly(4)),
    )
    (note,) = incident.notes
    assert note == (
        "article of b tells of the same incident as article of a: 3 km apart, same day, both Attack, both say 4 killed"
    )


NOT_STATED = None


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([NOT_STATED, NOT_STATED], None),
        ([exactly(3), NOT_STATED], exactly(3)),
        ([exactly(0), NOT_STATED], exactly(0)),
        ([exactly(3), exactly(5), exactly(3)], Count(3, 3, 5)),
        ([Count(2, None, None), NOT_STATED], Count(2, None, None)),
        ([Count(2, None, None), exactly(5)], Count(2, 5, 5)),
        ([Count(7, None, None), exactly(5)], Count(5, 5, 7)),
        ([Count(0, None, 2), NOT_STATED], Count(0, None, 2)),
        # As many say 2 as say 3: the later article, here the last, is taken.
        ([exactly(2), exactly(3)], Count(2, 3, 3)),
    ],
)
def test_figures_become_low_best_and_high(counts, expected):
    analyses = [
        analysis(str(n), report(f"r{n}", on="2023-05-10", at=HARBOUR, killed=count), published=f"2023-05-1{n + 1}")
        for n, count in enumerate(counts)
    ]
    (incident,) = merge(analyses, CONFIG)
    assert incident.core.killed == expected
    assert incident.core.injured is None


def test_differing_figures_say_who_gives_them():
    incident = one(
        report("a", on="2023-05-10", at=HARBOUR, killed=exactly(3)),
        report("b", on="2023-05-10", at=HARBOUR, killed=Count(4, None, None)),
        report("c", on="2023-05-10", at=HARBOUR, killed=exactly(3)),
    )
    assert incident.notes[-1] == "killed: 3 (article of a, article of c); at least 4 (article of b)"


def test_copies_of_a_text_are_one_voice():
    def say(document, number, digest):
        return analysis(document, report(document, on="2023-05-10", at=HARBOUR, killed=exactly(number)), digest=digest)

    (incident,) = merge([say("b", 9, "wire"), say("c", 9, "wire"), say("d", 4, "d"), say("e", 4, "e")], CONFIG)
    assert [(s.document, s.copy_of) for s in incident.sources] == [("b", None), ("c", "b"), ("d", None), ("e", None)]
    assert incident.core.killed == Count(4, 4, 9)


def test_a_text_with_a_new_headline_is_a_copy_and_a_text_of_its_own_is_not():
    wire = (
        "Gunmen stopped two minibuses on the causeway north of the lagoon and shot four traders who were on their way "
        "home from the weekly cattle market, a spokesman for the ministry of the interior said late in the evening."
    )
    own = "Four traders were killed when men with rifles held up buses near the lagoon, the mayor told this newspaper."
    texts = {"b": wire, "c": wire.replace("late in the evening", "on Wednesday"), "d": own}
    incident = one(
        *(report(name, on="2023-05-10", at=HARBOUR, text=text, killed=exactly(4)) for name, text in texts.items())
    )
    assert [s.copy_of for s in incident.sources] == [None, "article of b", None]


def test_what_the_anchor_lacks_is_filled_in():
    incident = one(
        report("a", on="2023-05-10", at=HARBOUR, actors=(actor("gunmen", "perpetrator"),), killed=exactly(4)),
        report("b", on="2023-05-10", at=HARBOUR, actors=(actor("Gunmen"), actor("Traders", "target")),
               weapons=("rifle",), time_text="at dawn", killed=exactly(4), civilian_targeting=True),
    )  # fmt: skip
    assert incident.core.actors == (actor("gunmen", "perpetrator"), actor("Traders", "target"))
    assert incident.core.weapons == ("rifle",)
    assert incident.core.time_text == "at dawn"
    assert incident.core.civilian_targeting


def test_evidence_of_all_reports_is_kept_with_its_article():
    incident = one(
        report("a", on="2023-05-10", at=HARBOUR, text="Four traders died.", killed=exactly(4)),
        report("b", on="2023-05-10", at=HARBOUR, text="Four people were killed.", killed=exactly(4)),
    )
    assert [(q.document, q.report, q.text) for q in incident.quotes] == [
        ("article of a", "a", "Four traders died."),
        ("article of b", "b", "Four people were killed."),
    ]


# ---------------------------------------------------------------------------------------------------------- groups


def a_sum(name, killed, **fields):
    """Several attacks on nurses in a border region, in May."""
    values = {"on": "2023-05-01", "until": "2023-05-31", "date_prec": 4, "at": TOWN, "place_id": "x:1",
              "radius_km": 200.0, "where_prec": 5, "country": "NG",
              "actors": (actor("Ghanaian nurses", "target"),)}  # fmt: skip
    return report(name, record_type="incident_group", killed=exactly(killed), **{**values, **fields})


def an_attack(name, **fields):
    values = {"on": "2023-05-10", "at": HARBOUR, "country": "NG", "killed": exactly(1),
              "actors": (actor("a Ghanaian nurse", "target"),)}  # fmt: skip
    return report(name, **{**values, **fields})


def parts(*reports):
    """{id: id of its group} of reports that each stand in an article of their own."""
    analyses = [analysis(f"article of {r.id}", r, published="2023-06-05") for r in reports]
    return {incident.id: incident.part_of for incident in merge(analyses, CONFIG)}


@pytest.mark.parametrize(
    ("fields", "is_part"),
    [
        ({}, True),
        ({"on": "2023-05-31"}, True),
        ({"on": "2023-06-03"}, False),
        ({"killed": exactly(6)}, False),
        ({"killed": None}, True),
        ({"killed": Count(0, None, 2)}, True),
        ({"event_type": "Disaster", "sub_event_type": None}, False),
        ({"actors": (actor("Togolese drivers", "target"),)}, False),
        ({"actors": ()}, False),  # nothing but the region and the month
        ({"at": (19.0, 7.0), "country": "NE"}, False),
        ({"tense": "planned"}, None),
    ],
)
def test_an_attack_is_part_of_a_sum_that_covers_it(fields, is_part):
    found = parts(a_sum("g", 5), an_attack("p", **fields))
    assert found == ({"g": None} if is_part is None else {"g": None, "p": "g" if is_part else None})


def test_an_article_that_tells_of_both_is_hint_enough():
    both = analysis("1", a_sum("g", 5, actors=()), an_attack("p", actors=()))
    assert {i.id: i.part_of for i in merge([both], CONFIG)} == {"g": None, "p": "g"}


def test_parts_never_exceed_the_sum():
    attacks = [an_attack(f"p{n}", on=f"2023-05-{n}", killed=exactly(2)) for n in (11, 16, 21)]
    found = parts(a_sum("g", 5), *attacks)
    assert sorted(map(str, found.values())) == ["None", "None", "g", "g"]
    (group,) = (i for i in merge([analysis(r.id, r) for r in (a_sum("g", 5), *attacks)], CONFIG) if i.id == "g")
    assert group.core.killed == exactly(5)


def test_a_sum_without_a_date_joins_the_dated_one_of_the_same_figure():
    undated = a_sum("h", 5, on=None, until=None, date_prec=None, actors=())
    other = a_sum("i", 11, on=None, until=None, date_prec=None, actors=())
    analyses = [analysis(r.id, r, published="2023-06-05") for r in (a_sum("g", 5), undated, other)]
    assert sorted(i.reports for i in merge(analyses, CONFIG)) == [("g", "h"), ("i",)]


@pytest.mark.parametrize(
    ("fields", "are_one"),
    [
        ({}, True),
        ({"killed": exactly(2)}, False),
        ({"killed": None}, False),
        ({"on": "2023-05-10", "until": "2023-05-16", "date_prec": 3}, False),
        ({"where_prec": 4}, False),
    ],
)
def test_a_sum_is_what_others_call_one_incident_only_in_one_place_on_one_day_with_the_same_figures(fields, are_one):
    sum_of_five = an_attack("g", record_type="incident_group", killed=exactly(5))
    incident = an_attack("a", **{"killed": exactly(5), **fields})
    assert (merged(sum_of_five, incident) == [["a", "g"]]) is are_one


# ------------------------------------------------------------------------------------------- what holds for any input

PLACES = [(12.0, 7.0, 3.0), (12.1, 7.0, 3.0), (12.54, 7.0, 10.0), (12.3, 7.2, 120.0), (-33.0, 151.0, 8.0), None]
WORDS = ["Olumide", "Fashanu", "market", "convoy", "Bassey", "Ekpo", "grenade"]


@st.composite
def drawn_reports(draw, report_id):
    place = draw(st.sampled_from(PLACES))
    start = draw(st.none() | st.integers(0, 12))
    length = draw(st.sampled_from([0, 0, 0, 1, 30]))
    first = None if start is None else date(2023, 5, 1) + timedelta(start)
    figures = st.none() | st.integers(0, 3).map(exactly) | st.just(Count(2, None, None))
    return report(
        report_id,
        on=first and str(first),
        until=first and str(first + timedelta(length)),
        at=place and place[:2],
        text=" ".join(draw(st.lists(st.sampled_from(WORDS), max_size=3))),
        radius_km=place and place[2],
        where_prec=place and (4 if place[2] > 50 else 1),
        country=draw(st.sampled_from(["NG", "AU", None])) if place is None else ("NG" if place[0] > 0 else "AU"),
        record_type=draw(st.sampled_from(["incident", "incident", "incident", "incident_group"])),
        event_type=draw(st.sampled_from(["Battles", "Crime", "Disaster", None])),
        sub_event_type=None,
        tense=draw(st.sampled_from(["actual", "actual", "historical", "planned"])),
        killed=draw(figures),
        injured=draw(figures),
        confidence=draw(st.sampled_from([0.4, 0.8])),
    )


@st.composite
def drawn_analyses(draw):
    return [
        analysis(
            f"d{n}",
            *(draw(drawn_reports(f"r{n}.{k}")) for k in range(draw(st.integers(0, 3)))),
            published=draw(st.sampled_from([None, "2023-05-14"])),
            digest=draw(st.sampled_from(["same", f"own {n}"])),
        )
        for n in range(draw(st.integers(1, 8)))
    ]


@settings(max_examples=60, deadline=None)
@given(drawn_analyses(), st.randoms(use_true_random=False))
def test_order_does_not_matter(analyses, random):
    shuffled = random.sample(analyses, len(analyses))
    assert merge(shuffled, CONFIG) == merge(analyses, CONFIG)
    assert merge([*analyses, *analyses], CONFIG) == merge(analyses, CONFIG)


@settings(max_examples=60, deadline=None)
@given(drawn_analyses())
def test_every_told_report_is_in_exactly_one_incident(analyses):
    told = sorted(r.id for a in analyses for r in a.reports if r.tense != "planned")
    incidents = merge(analyses, CONFIG)
    assert sorted(report_id for incident in incidents for report_id in incident.reports) == told
    assert len({incident.id for incident in incidents}) == len(incidents)
    for incident in incidents:
        assert {incident.id, *incident.aliases} == set(incident.reports)


@settings(max_examples=60, deadline=None)
@given(drawn_analyses())
def test_no_incident_spans_two_places_or_kinds_and_no_figure_is_made_up(analyses):
    by_id = {r.id: r for a in analyses for r in a.reports}
    for incident in merge(analyses, CONFIG):
        members = [by_id[name] for name in incident.reports]
        anchor = by_id[incident.id]
        for r in members:
            assert r.record_type == anchor.record_type or (r.date_prec, anchor.date_prec) == (1, 1)
        for r in members:
            if r.latitude is not None and anchor.latitude is not None:
                apart = distance_km(r.latitude, r.longitude, anchor.latitude, anchor.longitude)
                assert apart <= r.radius_km + anchor.radius_km + 25
        for name in ("killed", "injured"):
            stated = [getattr(r, name) for r in members if getattr(r, name) is not None]
            count = getattr(incident.core, name)
            assert (count is None) == (not stated)
            if count is not None and count.best is not None:
                assert count.best in {c.best for c in stated}
                assert count.low <= count.best
                assert count.high is None or count.best <= count.high


@settings(max_examples=60, deadline=None)
@given(drawn_analyses())
def test_parts_belong_to_groups_and_fit_into_them(analyses):
    incidents = {incident.id: incident for incident in merge(analyses, CONFIG)}
    taken = {}
    for incident in incidents.values():
        if incident.part_of is not None:
            group = incidents[incident.part_of]
            assert group.core.record_type == "incident_group"
            assert incident.core.record_type == "incident"
            least = incident.core.killed.low if incident.core.killed else 0
            taken[group.id] = taken.get(group.id, 0) + least
            assert (
                group.core.killed is None or group.core.killed.high is None or taken[group.id] <= group.core.killed.high
            )


@pytest.mark.parametrize("number", [500, 2_000])
def test_a_report_is_compared_with_a_few_others_however_many_there_are(number, monkeypatch):
    compared = 0

    def counted(*args):
        nonlocal compared
        compared += 1
        return agreement.compare(*args)

    monkeypatch.setattr(clusters, "compare", counted)
    made = [
        analysis(f"d{n}", report(f"r{n}", on=str(date(2023, 1, 1) + timedelta(n * 7 % number)), country="NG",
                 at=(5 + n * 13 % 997 / 100, 4 + n * 29 % 991 / 100), text=f"Name{n % (number // 2)} Other{n}"))
        for n in range(number)
    ]  # fmt: skip
    merge(made, CONFIG)
    assert 0 < compared < 10 * number
