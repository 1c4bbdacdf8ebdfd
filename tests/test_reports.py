"""What an article says: short articles in, plain records out. Places come from a small table instead of a gazetteer."""

import re
from datetime import date

import pytest

from geo.config import Config
from geo.events.article_reading import read_document
from geo.records import Document, Published, Resolution, ScoredPlace, Toponym
from geo.reports import extract_reports

#: name -> (lat, lon, feature class, feature code, radius km, country)
PLACES = {
    "Moroni": (-11.70, 43.26, "P", "PPLC", 5, "KM"),
    "Mitsamiouli": (-11.38, 43.28, "P", "PPL", 3, "KM"),
    "Anjouan": (-12.21, 44.44, "A", "ADM1", 20, "KM"),
    "Comoros": (-11.88, 43.87, "A", "PCLI", 120, "KM"),
    "Suva": (-18.14, 178.44, "P", "PPLC", 8, "FJ"),
    "Nadi": (-17.80, 177.42, "P", "PPL", 5, "FJ"),
    "Labasa": (-16.43, 179.36, "P", "PPL", 4, "FJ"),
    "Fiji": (-17.8, 178.0, "A", "PCLI", 150, "FJ"),
}


def resolutions(text):
    found = []
    for match in re.finditer("|".join(PLACES), text):
        lat, lon, feature_class, code, radius, country = PLACES[match.group()]
        place = ScoredPlace(
            place_id=match.group().lower(), name=match.group(), lat=lat, lon=lon, score=0.9,
            feature_class=feature_class,
            feature_code=code, country=country, admin1=None, admin2=None, radius_km=radius,
            geometry="area" if feature_class == "A" else "point",
        )  # fmt: skip
        found.append(Resolution(Toponym(match.start(), match.end(), match.group(), "literal"), place, "the only one"))
    return tuple(found)


def reports(text, title=None, published=date(2023, 5, 19)):
    """Return the reports of an article that came out on a Friday."""
    when = Published(published, published, "stated") if published else None
    document = Document(id="a", file="a", text=text, title=title, published=when, language="en")
    return extract_reports(document, resolutions(text), Config())


def incidents(text, title=None):
    told = [r for r in reports(text, title) if r.record_type != "development"]
    return sorted(told, key=lambda r: -r.confidence)


def best(count):
    return None if count is None else count.best


def test_an_incident_has_what_when_where_and_to_whom():
    (r,) = incidents(
        "SUVA (Reef News) - Armed men raided a bank in Nadi on Wednesday evening, killing a guard and wounding three"
        " customers, police said."
    )
    assert (r.record_type, r.tense, r.location, r.country) == ("incident", "actual", "Nadi", "FJ")
    assert (r.date_start, r.date_end, r.date_prec, r.date_basis) == (date(2023, 5, 17), date(2023, 5, 17), 1, "weekday")
    assert (best(r.killed), best(r.injured)) == (1, 3)
    assert {slot for e in r.evidence for slot in e.slots} >= {"type", "date", "place", "killed", "injured"}
    assert all(e.text for e in r.evidence)


def test_sentences_of_one_incident_join():
    (r,) = incidents(
        "A bomb exploded at a market in Labasa on Monday, killing four people. The blast wounded 11 others. The victims"
        " were taken to hospital in Suva. Two of the wounded died there on Tuesday, bringing the number of dead to six."
    )
    assert (best(r.killed), best(r.injured), r.location) == (6, 9, "Labasa")
    assert r.injured.high == 11
    assert r.date_start == date(2023, 5, 15)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        # an act told afresh and set in another town
        ("Rebels attacked a police post in Nadi on Monday. Guerrillas bombed a power station in Labasa.",
         ["Nadi", "Labasa"]),
        ("Rebels attacked a police post in Nadi on Monday. The attack was condemned by a bishop in Labasa.", ["Nadi"]),
        # one act in several towns is an incident in each
        ("Bombs exploded in Nadi, Labasa and Suva on Monday, police said.", ["Nadi", "Labasa", "Suva"]),
        ("Rebels attacked a convoy between Nadi and Labasa on Monday, police said.", ["Nadi"]),
        # a unit of land after a comma holds the town before it
        ("Bombs exploded in Moroni and Mitsamiouli, Comoros, on Monday.", ["Moroni", "Mitsamiouli, Comoros"]),
        # where talks are held nothing else happened
        ("Rebels suspended the talks with the government in Suva after the killing of ten miners in Labasa on Monday.",
         ["Labasa"]),
    ],
)  # fmt: skip
def test_an_incident_has_one_place(text, places):
    found = sorted(reports(text), key=lambda r: [e.start for e in r.evidence])
    assert [r.location for r in found if r.record_type == "incident"] == places
    assert len({r.id for r in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        # an act of another kind that is added
        ("Rebels attacked a police post in Nadi on Monday. Raiders also bombed a bus, wounding two nurses.", 2),
        # "also" right before what is done to something else, not to people known
        ("Rebels attacked a police post in Nadi on Monday. The rebels also attacked a bank.", 2),
        ("Rebels kidnapped a teacher in Nadi on Monday. Two nurses were also kidnapped.", 2),
        ("Rebels attacked a police post in Nadi on Monday. They also attacked it with mortars.", 1),
        ("Gunmen robbed a driver in Nadi on Monday. He was also robbed of his shoes.", 1),
        ("Gunmen shot two men in Nadi on Monday. A woman was also shot.", 1),
        ("Gunmen attacked a bank in Nadi on Monday. The army also said that a bus was bombed.", 2),
        ("Gunmen attacked a bank in Nadi on Monday. They simultaneously ambushed a patrol.", 2),
        (
            "Rebels bombed a bank in Labasa on Monday. In Nadi, several shops, some offices, and a school were bombed.",
            2,
        ),
        # somebody else by name, in another place; not a second victim, nor the first by a part of her name
        ("Gunmen killed Ana Tora in Nadi on Monday. Ben Waqa was killed near Labasa by three men.", 2),
        ("Gunmen killed Ana Tora in Nadi on Monday. Ben Waqa was killed by three men.", 1),
        ("Gunmen killed Ana Tora Vula in Nadi on Monday. Tora was killed as she left Labasa.", 1),
        # the last of several acts
        ("Rebels attacked a police post in Nadi on Monday. Finally, a bomb exploded at a bank in Nadi.", 2),
        ("Rebels attacked a police post in Nadi on Monday. Finally, the attackers fled.", 1),
        # somebody else is named in another town
        ("Rebels kidnapped Ana Tora in Nadi on Monday. In Labasa, Ben Waqa was kidnapped.", 2),
        # a bomb that was placed
        (
            "Raiders attacked a bank in Labasa on Friday. On 3 May, men placed two bombs in a hotel in Nadi.",
            2,
        ),
        # acts told afresh on days that follow one another
        ("Rebels bombed a bridge in Nadi on Monday. On Tuesday, raiders bombed a bus.", 2),
        ("Rebels bombed a bridge in Nadi on Monday. On Tuesday, the bridge was closed.", 1),
        # another blast is one blast
        ("A bomb exploded in Nadi on Monday. Another explosion took place before a church in Nadi at 9 p.m.", 2),
    ],
)
def test_acts_told_afresh_are_incidents_of_their_own(text, count):
    assert sum(r.record_type == "incident" for r in reports(text)) == count


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # by name or description, told in passing: an incident of its own; its victim is dead, nobody else
        (("A bomb went off at a bank in Labasa on Monday. The governor has slept badly since the murder of the lawyer"
         " Abel Nkosi."), [("Labasa", None), (None, 1)]),
        ("A bomb went off at a bank in Labasa on Monday. A clerk spoke of the murder of two nurses in Nadi.",
         [("Labasa", None), ("Nadi", 2)]),
        ("A bomb went off at a bank in Labasa on Monday. A clerk spoke of the murder of nurses.", [("Labasa", None)]),
        (("Some 200 teachers marched in Nadi on Monday to protest the murder of Rosa Diaz. Diaz was shot in Labasa on"
         " 3 May."), [("Labasa", 1), ("Nadi", None)]),
        # who has no name yet may be the one named
        ("Gunmen shot a woman dead in Labasa on Monday. The murder of Rosa Diaz has shocked the town.",
         [("Labasa", 1)]),
        ("Gunmen shot Rosa Diaz dead in Labasa on Monday. Nobody was tried for the murder of Abel Nkosi.",
         [("Labasa", 1), (None, 1)]),
        # what is denied is a part in it
        ("The minister denied any link to the assassination of Abel Nkosi in Nadi.", [("Nadi", 1)]),
        ("The minister denied that he planned the assassination of Abel Nkosi.", []),
        # a force that is known may act again elsewhere; a man may not
        ("The guerrillas attacked a garrison in Nadi on Monday. The guerrillas bombed a bridge in Labasa.",
         [("Labasa", None), ("Nadi", None)]),
        ("A gunman attacked a bank in Nadi on Monday. The gunman was shot in Labasa.", [("Nadi", None)]),
    ],
)  # fmt: skip
def test_acts_told_in_passing_are_incidents_of_their_own(text, told):
    found = [(r.location, best(r.killed)) for r in reports(text) if r.record_type == "incident"]
    assert sorted(found, key=str) == sorted(told, key=str)


def test_an_act_told_in_passing_has_no_day_where_none_is_tied_to_it():
    text = "A bomb went off in Labasa on Monday. On Tuesday a clerk spoke of the murder of Abel Nkosi, mayor in 1984."
    assert [r.date_start for r in reports(text) if r.killed] == [None]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gunmen tried to kidnap a judge in Labasa on Monday, police said.", 1),
        ("Police foiled an attempt by gunmen to abduct a judge in Labasa on Monday.", 1),
        ("Gunmen will try to kidnap a judge in Labasa, police said on Monday.", 0),
        ("Gunmen planned to attempt to kidnap a judge in Labasa, police said on Monday.", 0),
    ],
)
def test_an_attempt_to_kidnap_is_an_incident_without_victims(text, count):
    told = incidents(text)
    assert len(told) == count
    assert [best(r.abducted) for r in told] == [None] * count


def test_people_counted_in_several_places_count_once():
    found = {r.location: best(r.killed) for r in reports("Gunmen killed six miners in Nadi and Labasa on Monday.")}
    assert found == {"Nadi": 6, "Labasa": None}


def test_different_incidents_stay_apart():
    told = incidents(
        "Gunmen shot dead two fishermen near Labasa on Monday. In a separate attack, a bomb killed a nurse in Nadi on"
        " Tuesday."
    )
    assert sorted((r.location, best(r.killed), r.date_start.day) for r in told) == [("Labasa", 2, 15), ("Nadi", 1, 16)]


def test_a_sum_over_several_incidents_is_a_group():
    (r,) = incidents("A series of attacks on lorry drivers killed five people in Fiji in April, officials said.")
    assert (r.record_type, best(r.killed), r.date_prec) == ("incident_group", 5, 4)
    assert (r.date_start, r.date_end) == (date(2023, 4, 1), date(2023, 4, 30))


def test_attacked_says_nothing_of_deaths():
    (r,) = incidents("Two surveyors were attacked near Labasa on Thursday night, a police officer said.")
    assert (r.killed.low, r.killed.best, r.killed.high) == (0, None, 2)


def test_what_is_not_stated_is_none_and_what_is_denied_is_zero():
    (unstated,) = incidents("Rebels shelled the port of Suva on Monday.")
    assert unstated.killed is None
    (none,) = incidents("Rebels shelled the port of Suva on Monday. There were no casualties.")
    assert (best(none.killed), best(none.injured)) == (0, 0)


def test_the_dead_of_both_sides_are_added():
    (r,) = incidents("Four soldiers and seven militants were killed in a clash near Labasa on Sunday.")
    assert best(r.killed) == 11
    assert r.event_type == "Battles"


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        # nobody is counted as dead, but the words tell of a death
        ("A man was charged with murder on Monday over a fatal shooting near Labasa.", 1),
        # an attempt is none, and neither is what was not fatal
        ("A man was charged with attempted murder on Monday over a shooting near Labasa.", None),
        ("A boy was shot near Labasa on Monday. His wounds are not thought to be fatal.", None),
        ("A boy was shot near Labasa on Monday. Police did not believe that the wound would be fatal.", None),
        ("Jurors found a man guilty of a double murder near Labasa on Monday.", 2),
        # "another" is the first victim beside somebody who is none, and a further one beside a victim
        ("A boy was arrested over the killing of another boy near Labasa on Monday.", 1),
        ("A boy was killed and another boy was killed near Labasa on Monday.", 2),
        ("A girl shot and killed another pupil near Labasa on Monday.", 1),
        # "attacked" leaves deaths open only where nothing tells what became of those attacked
        ("A man attacked two surveyors near Labasa on Monday. Both surveyors were wounded.", None),
        # a list of one and several, in any order, is all of them
        ("A child and two women were killed near Labasa on Monday.", 3),
        ("A soldier and four villagers were killed near Labasa on Monday.", 5),
        # who died by his own hand is one, and his victim another
        ("The 17-year-old who fatally shot himself near Labasa on Monday was a pupil.", 1),
        ("A farmer shot and killed his wife near Labasa on Monday and then himself.", 2),
        ("A pupil shot a boy in the arm near Labasa on Monday, then turned the gun on herself and died there.", 1),
        ("A farmer killed his wife and two sons near Labasa on Monday. He then turned the gun on himself.", 4),
        # a killer is counted beside his victims where these were counted without him
        ("A gunman killed three guards near Labasa on Monday. A marksman later shot and killed the gunman.", 4),
        ("Three people were killed in a shooting near Labasa on Monday. The gunman died at the scene.", 3),
        ("The gunman killed three guards near Labasa on Monday. Four people, including the gunman, were killed.", 4),
        ("Three people were found dead in a murder-suicide near Labasa on Monday.", 3),
        ("Troops killed seven rebels near Labasa on Monday. Seven gunmen were killed, the army said.", 7),
        ("The hunt is on for a man who shot four people, including one who died, near Labasa on Monday.", 1),
        # "also" brings in a further victim, by name too
        ("Abel Nkosi was killed near Labasa on Monday. Lena Brandt, 22, was also shot and killed in the attack.", 2),
    ],
)
def test_the_dead_are_those_the_words_tell_of(text, killed):
    first, *_ = incidents(text)
    assert best(first.killed) == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        # another day's dead
        ("Four men were wounded near Labasa on Tuesday. A boy was shot and killed there on 6 May.", None),
        ("A boy was shot dead near Labasa on Tuesday. In January, a pupil shot and killed his friend.", 1),
        ("A boy was shot near Labasa on Tuesday. He died on Wednesday.", 1),
        # what an act came after, or is said to be for
        ("A girl was hit near Labasa on Tuesday at a vigil for a boy who was killed earlier.", None),
        (
            "A guard was wounded near Labasa on Tuesday. The raid came days after three guards were killed in Nadi.",
            None,
        ),
        ("A girl was hit near Labasa on Tuesday at a vigil for a boy fatally shot earlier.", None),
        ("A man was arrested near Labasa on Tuesday and is linked to the killing of two nurses.", 2),
        ("A man was killed near Labasa on Tuesday in retaliation for the killing of a farmer.", 1),
        ("A vigil was held near Labasa on Tuesday for a boy who was shot and killed there.", 1),
        # headlines of other stories between the lines of this one
        (
            "Four men were wounded near Labasa on Tuesday.\n\nMan Stabbed, Killed at Ferry: Police\n\nAll are well.",
            None,
        ),
        ("Four men were shot near Labasa on Tuesday.\n\nUPDATE: One of the men has died\n\nMore follows.", 1),
    ],
)
def test_the_dead_of_other_cases_are_left_out(text, killed):
    first, *_ = incidents(text)
    assert best(first.killed) == killed


def test_a_count_over_a_week_is_no_part_of_the_incident():
    first, *others = incidents(
        "Two fishermen were shot dead near Labasa on Monday. With the three who died in Nadi on 10 May, five people"
        " have been killed on the islands this month.",
        title="Two fishermen shot dead near Labasa, five killed in a week",
    )
    assert best(first.killed) == 2
    assert 5 not in [best(r.killed) for r in others]


def test_events_counted_over_a_year_are_no_incident():
    told = incidents("The coast guard counted 12 armed clashes near Labasa in 2022, against four in the year before.")
    assert told == []


@pytest.mark.parametrize(
    "further",
    [
        "The war has killed more than 18,000 people and driven a million from their homes.",
        "The insurgency, which broke out in 2011, has claimed 4,000 lives.",
        "Some 9,000 people have been killed in the conflict, a rights group says.",
        "At least 26 candidates have been murdered in the run-up to the elections.",
        "Since the disputed vote of 2 April at least 54 people have been killed in protests.",
        "In 2021, clashes on the same coast left more than 50 people dead on both sides.",
        "More than 1,900 people were killed in attacks in Fiji last year, an institute says.",
        "The governor announced Rs 3 lakh for the next of kin of the deceased.",
        "In March, the bodies of two sailors were found on a reef near Nadi.",
    ],
)
def test_sums_and_earlier_dead_are_no_toll_of_the_incident(further):
    told = incidents(f"Gunmen killed three guards near Labasa on Thursday, police said. {further}")
    assert [best(r.killed) for r in told if r.tense == "actual"] == [3]
    assert told[0].location == "Labasa"


def test_an_earlier_case_of_the_kind_is_history():
    told = incidents(
        "At least nine people died when a tanker exploded in Nadi on Thursday, officials said. In October 2021, a blast"
        " at a depot in Nadi killed 24 people and injured more than 450."
    )
    assert [(r.tense, best(r.killed), best(r.injured)) for r in told] == [("actual", 9, None), ("historical", 24, 450)]


def test_a_raid_that_ends_in_arrests_is_no_attack():
    told = incidents(
        "Police in Suva said on Thursday that they had found explosives in a car. Officers raided a house in the"
        " Samabula area and arrested a member of a banned group."
    )
    assert [r.event_type for r in told] == ["Strategic developments"]


def test_somebody_else_who_was_shot_in_the_act_is_hurt_in_it():
    told = incidents(
        "Armed men attacked a school near Nadi on Monday, abducting 25 pupils and killing the vice principal. A teacher"
        " was also shot in the hand."
    )
    assert [(best(r.abducted), best(r.killed), best(r.injured)) for r in told] == [(25, 1, 1)]


def test_background_is_told_as_history():
    told = incidents(
        "A bomb exploded in Suva on Thursday, wounding two people. In 2009, at least 31 people died when a ferry sank"
        " off Nadi."
    )
    assert [(r.tense, best(r.killed)) for r in told] == [("actual", None), ("historical", 31)]


def test_an_announcement_only_bounds_the_day():
    (r,) = incidents("On May 6 the interior ministry of Fiji announced the killing of three smugglers.")
    assert (r.date_start, r.date_end, r.date_prec) == (date(2023, 5, 1), date(2023, 5, 6), 4)


def test_an_arrest_is_not_the_day_of_the_murder():
    (r,) = incidents("A man was arrested on Thursday in connection with the murder of a tailor in Nadi.")
    assert r.date_prec != 1


def test_fresh_news_without_a_day_gives_days_and_not_the_day_of_publication():
    (r,) = incidents("Three miners were killed when a shaft collapsed near Labasa.")
    assert (r.date_basis, r.date_end) == ("publication_only", date(2023, 5, 19))
    assert r.date_start < r.date_end
    assert r.date_prec > 1


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("SUVA, May 19 (Reef News) - A bus overturned near Labasa on Friday, killing nine people.", "Labasa"),
        (
            "Nine people died when a bus overturned near Labasa on Friday. They were taken to a hospital in Suva.",
            "Labasa",
        ),
        ("A bus overturned near Labasa on Friday, killing two residents of Nadi, the ministry in Suva said.", "Labasa"),
        ("SUVA (Reef News) - A bus overturned on Friday, killing nine people.", "SUVA"),
    ],
)
def test_the_place_is_where_it_happened(text, where):
    (r,) = incidents(text.replace("SUVA", "Suva"))
    assert r.location.upper() == where.upper()


@pytest.mark.parametrize(
    "text",
    [
        "Fiji will receive two patrol boats and a battery of missiles next year, the defence minister said in Suva.",
        "The ministers pledged to fight smuggling and terrorism along the coast of Fiji.",
        "Some 400 soldiers stormed a mock rebel camp near Nadi on Friday in a yearly exercise. The drill goes on.",
        "The army denied reports that a patrol had been ambushed near Labasa and that ten soldiers had been killed.",
        "More than 300 people have been killed on the roads of Fiji since 2015.",
        "The islands' two gangs have about 600 members between them, a report says.",
        "The embassy in Suva warned that extremists may attack hotels.",
    ],
)
def test_nothing_becomes_an_incident_by_default(text):
    assert incidents(text) == []
    assert all(r.record_type == "development" for r in reports(text))


def test_developments_are_told_too():
    (r, *_) = reports("The government and the rebels signed a ceasefire in Suva on Monday.")
    assert (r.record_type, r.sub_event_type) == ("development", "Agreement")


def test_what_the_article_is_about_ranks_first():
    told = incidents(
        "A landslide buried six houses in Anjouan on Tuesday, killing seven people.\n\nMeanwhile, two boys drowned near"
        " Mitsamiouli on Monday.",
        title="Seven dead in landslide on Anjouan",
    )
    assert [best(r.killed) for r in told] == [7, 2]


def test_seizures_have_number_and_unit():
    (r,) = incidents("Customs officers in Suva seized 42 kg of cocaine and two pistols on Tuesday.")
    assert [(s.item, s.quantity, s.unit) for s in r.seizures] == [("cocaine", 42.0, "kg"), ("pistols", 2.0, "pieces")]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Customs officers in Suva seized 30 kilograms (66 pounds) of cocaine on Tuesday.", [("cocaine", 30.0, "kg")]),
        ("Gunmen shot at a patrol near Nadi on Tuesday and fled, leaving 11 kg of hashish on the bank.",
         [("hashish", 11.0, "kg")]),
        ("Police in Suva seized 9 packages of heroin weighing 12 kg on Tuesday.", [("heroin", 12.0, "kg")]),
        ("In Nadi 8 kg of opium, 9 kg of hashish, three assault rifles, a grenade and 40 bullets were seized Tuesday.",
         [("opium", 8.0, "kg"), ("hashish", 9.0, "kg"), ("assault rifles", 3.0, "pieces"), ("grenade", 1.0, "pieces"),
          ("bullets", 40.0, "rounds")]),
        ("Police seized 50 kg of narcotics in Suva on Tuesday. The haul included 45 kg of opium and 5 kg of heroin.",
         [("narcotics", 50.0, "kg"), ("opium", 45.0, "kg"), ("heroin", 5.0, "kg")]),
        ("Police in Suva seized heroin on Tuesday. They found 4 kg of heroin in a car.", [("heroin", 4.0, "kg")]),
        ("Police seized 4 kg of heroin in Suva on Tuesday. The port includes two warehouses.",
         [("heroin", 4.0, "kg")]),
    ],
)  # fmt: skip
def test_things_taken_are_weighed_and_listed(text, taken):
    assert [(s.item, s.quantity, s.unit) for s in incidents(text)[0].seizures] == taken


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gunmen attacked a police checkpoint near Nadi on Monday, killing two officers.", "Armed clash"),
        ("Insurgents stormed an army outpost near Nadi on Monday. Nine soldiers were killed.", "Armed clash"),
        ("Insurgents attacked a border post near Nadi on Monday; no one was hurt.", "Armed clash"),
        ("Gunmen killed three policemen and a passer-by in Suva on Monday.", "Armed clash"),
        ("Insurgents ambushed police in Nadi on Monday, killing an officer; no civilians were hurt.", "Armed clash"),
        ("Smugglers opened fire on soldiers near Nadi on Monday. The soldiers returned fire, and found 40 kg of opium.",
         "Armed clash"),
        ("Gunmen opened fire on students in Suva on Monday, killing nine.", "Attack"),
        ("Rebels attacked a village near Nadi on Monday, killing 11 farmers and a soldier.", "Attack"),
        ("Police seized 30 kg of heroin in Suva on Monday. Two men were arrested.", "Seizure"),
    ],
)  # fmt: skip
def test_armed_groups_that_strike_forces_fight_them(text, kind):
    assert incidents(text)[0].sub_event_type == kind


@pytest.mark.parametrize(
    "text",
    [
        (
            "The first half-year of 2022 saw 40 clashes on the coast of Fiji. As a result of clashes, 12 smugglers have"
            " been killed. More than 900 kg of cocaine have been seized in Suva over the reporting period."
        ),
        "Crashes killed 214 people in Fiji in the first six months of the year, police said. Another 80 were hurt.",
        (
            "Since the beginning of the year, officers have held 120 men in Suva. Three guards were killed in clashes,"
            " and two tons of opium were seized."
        ),
    ],
)
def test_what_is_counted_over_months_is_no_incident(text):
    assert incidents(text) == []


def test_an_act_after_a_count_over_months_is_one():
    (r,) = incidents("Police in Suva counted 12 shootings in the first half of the year. A man was killed on Monday.")
    assert best(r.killed) == 1


def test_what_the_head_announces_is_no_further_incident_below():
    told = incidents(
        "A bomb wounded nine officials of the police in Suva on Monday. In a separate incident, gunmen set a station on"
        " fire in Labasa.\n\nThe bomb in Suva was hidden in a cart. Nine policemen and a trader were wounded in the"
        " powerful blast.\n\nSeparately, dozens of gunmen attacked Labasa. Two of the attackers were also gunned down."
    )
    found = sorted((r.location, best(r.killed), best(r.injured)) for r in told)
    assert found == [("Labasa", 2, None), ("Suva", None, 10)]


def test_a_sentence_goes_back_to_the_incident_of_its_place():
    told = incidents(
        "Two attacks killed seven soldiers in Fiji on Monday. One of the attacks was carried out on a truck in Nadi."
        " A second attack took place hours later in Labasa. The attack in Nadi killed four soldiers."
    )
    parts = sorted((r.location, best(r.killed)) for r in told if r.record_type == "incident")
    assert parts == [("Labasa", None), ("Nadi", 4)]


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Gunmen attacked a checkpoint near Nadi on Monday, leaving two passers-by dead and as many wounded.", 2, 2),
        ("Three rebels were killed, and as many policemen were injured, in a clash near Nadi on Monday.", 3, 3),
        ("A bomb killed five people and wounded twice as many in Suva on Monday.", 5, 10),
    ],
)
def test_as_many_is_the_number_before_it(text, killed, injured):
    (r,) = incidents(text)
    assert (best(r.killed), best(r.injured)) == (killed, injured)


def test_the_acts_of_a_sum_are_told_one_by_one():
    told = incidents(
        "Four rebels died in two separate gunbattles in Fiji on Monday. Two rebels were killed in Nadi. In Labasa,"
        " two others were killed."
    )
    kinds = sorted((r.record_type, r.location, best(r.killed)) for r in told)
    assert kinds == [("incident", "Labasa", 2), ("incident", "Nadi", 2), ("incident_group", "Fiji", 4)]


def test_what_is_found_after_a_fight_belongs_to_it():
    (r,) = incidents("A guard was killed in a clash in Suva on Monday. They found four rifles and 33 kg of opium.")
    assert [(s.item, s.quantity) for s in r.seizures] == [("rifles", 4.0), ("opium", 33.0)]


def test_a_year_of_the_background_dates_nothing_beside_a_weekday_of_no_known_week():
    text = "Gunmen killed seven people in Suva on Tuesday. The guards fought the gunmen in a war that began in 2015."
    told = [r for r in reports(text, published=None) if r.record_type == "incident"]
    assert told[0].date_start is None


def test_upper_case_wires_are_read():
    (r,) = incidents("FOUR SOLDIERS WERE KILLED AND SEVEN WOUNDED WHEN GUERRILLAS AMBUSHED A TRUCK NEAR LABASA TODAY.")
    assert (best(r.killed), best(r.injured), r.event_type) == (4, 7, "Battles")


def test_ids_rest_on_document_and_evidence_alone():
    text = "Rebels shelled the port of Suva on Monday."
    (one,), (two,) = reports(text), reports(text, title="Port shelled")
    assert one.id == two.id


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("A bomb exploded in Suva on Monday, the interior ministry said.", "the interior ministry"),
        ("According to Reef Radio, a bomb exploded in Suva on Monday.", "Reef Radio"),
        (
            "A bomb exploded in Suva on Monday. The attack was reported by Reef Radio, citing two residents.",
            "Reef Radio, citing two residents",
        ),
        ("A bomb exploded in Suva on Monday.", None),
    ],
)
def test_the_source_that_is_cited_is_named(text, whom):
    (r,) = incidents(text)
    assert r.attribution == whom


def test_status_says_how_firm_a_report_is():
    (claimed,) = incidents("Rebels claimed that they had killed four soldiers near Labasa on Monday.")
    (disputed,) = incidents("Four soldiers were killed near Labasa on Monday in an ambush. The army disputed the toll.")
    assert (claimed.status, disputed.status) == ("claimed", "disputed")


def test_parts_of_a_sum_have_its_day_and_are_not_added_to_it():
    told = incidents(
        "Six people were killed in two separate attacks in Fiji on Tuesday, police said. In Nadi, a bomb killed two"
        " porters. In Labasa, gunmen shot dead four members of a family."
    )
    assert sorted((r.record_type, best(r.killed), r.date_start.day) for r in told) == [
        ("incident", 2, 16),
        ("incident", 4, 16),
        ("incident_group", 6, 16),
    ]


def test_the_items_of_a_round_up_are_incidents_of_their_own():
    told = incidents(
        "Suva - Three brothers were shot dead over a land dispute on Thursday evening, police said.\n\nLabasa - A woman"
        " was killed and her daughter injured when the roof of their house collapsed on Thursday.\n\nNadi - Police"
        " arrested two suspected robbers and recovered a stolen car in a raid on Friday.",
        title="Police log",
    )
    assert [(best(r.killed), r.location) for r in told if r.killed] == [(3, "Suva"), (1, "Labasa")]


def test_one_paragraph_with_a_place_and_a_dash_makes_no_round_up():
    told = incidents(
        "SUVA - Three brothers were shot dead near Labasa on Thursday evening, police said.\n\nLabasa - The men, who"
        " were shot at close range, had quarrelled over a field."
    )
    assert [best(r.killed) for r in told] == [3]


def test_killed_or_wounded_are_neither_for_sure():
    (r,) = incidents(
        "A bomb went off in Nadi on Thursday, killing four people and wounding 13. An armed group said that it had"
        " killed or wounded more than 30 people."
    )
    assert (best(r.killed), best(r.injured)) == (4, 13)


def test_what_residents_count_widens_what_officials_do():
    (r,) = incidents(
        "Nine people were killed when soldiers broke up a blockade in Labasa on Thursday, the ministry said. A resident"
        " reached by telephone said at least 21 people had died."
    )
    assert (r.killed.best, r.killed.high) == (9, 21)
    (r,) = incidents(
        "Nine people were killed when soldiers broke up a blockade in Labasa on Thursday. The toll later rose to 21."
    )
    assert r.killed.best == 21


def test_a_week_of_operations_is_a_sum_below_its_headline_too():
    told = incidents(
        "Troops killed 47 rebels and arrested 62 suspects in operations across the islands in the past week, a"
        " spokesman told reporters on Thursday. In the biggest clash, soldiers beat back an assault on their base"
        " at Nadi on Monday, killing 21 fighters.",
        title="Army says 47 rebels killed",
    )
    assert {(r.record_type, best(r.killed)) for r in told} == {("incident_group", 47), ("incident", 21)}


def test_an_abduction_in_which_people_are_killed_is_an_attack():
    (r,) = incidents("Gunmen killed a guard and abducted 25 pupils in an attack on a school near Nadi on Monday.")
    assert (r.sub_event_type, best(r.killed), best(r.abducted)) == ("Attack", 1, 25)
    (r,) = incidents("Gunmen abducted 25 pupils from a school near Nadi on Monday. Nobody was hurt.")
    assert r.sub_event_type == "Abduction/forced disappearance"


def test_the_dead_told_one_by_one_count_beside_those_of_the_other_side():
    (r,) = incidents(
        "Rebels ambushed a patrol near Nadi on Monday, killing a Tongan peacekeeper and wounding another. Three"
        " assailants were also killed."
    )
    assert (best(r.killed), best(r.injured)) == (4, 1)


def test_the_dead_of_weeks_of_unrest_are_not_those_of_the_day():
    (r,) = incidents(
        "Two men were shot dead near Nadi on Monday. More than 90 people have been killed in the violence between the"
        " two clans.",
    )
    assert best(r.killed) == 2
    (r,) = incidents("A crowd stormed the port of Suva on Monday. Five people have been killed in the violence.")
    assert best(r.killed) == 5


def test_a_fire_that_broke_out_is_an_incident():
    (r,) = incidents("SUVA: A fire broke out in a mill in Nadi on Monday. The bodies of four workers were recovered.")
    assert (r.sub_event_type, best(r.killed), r.date_start) == ("Fire", 4, date(2023, 5, 15))
    assert incidents("Guards came under fire from critics in Nadi on Monday.") == []


def test_a_crowd_that_beats_a_man_to_death_kills():
    (r,) = incidents("Villagers stoned a man to death in Nadi on Monday.")
    assert (r.event_type, best(r.killed)) == ("Violence against civilians", 1)


def test_attacks_on_one_village_whose_day_follows_are_one():
    (r,) = incidents(
        "No fewer than 20 people have been killed in fresh attacks by gunmen on Nadi. A spokesman told newsmen in"
        " Suva on Thursday that the attackers came on Tuesday night and shot at random. 20 corpses were recovered."
    )
    assert (r.record_type, best(r.killed), r.location, r.date_start) == ("incident", 20, "Nadi", date(2023, 5, 16))


def test_a_headline_of_two_attacks_leaves_each_its_own():
    told = incidents(
        "SUVA (Reef News) - Gunmen ambushed a convoy near Labasa on Tuesday, killing nine traders. In a second attack"
        " on Wednesday, a mine went off under a bus in Nadi; four passengers died.",
        title="Two attacks in Fiji",
    )
    assert {(r.record_type, r.location, best(r.killed)) for r in told} == {
        ("incident", "Labasa", 9),
        ("incident", "Nadi", 4),
    }


def test_a_day_that_opens_a_sentence_on_new_victims_sets_it_apart():
    told = incidents(
        "An air strike killed 56 people in a camp near Nadi, aid workers said on Thursday. On Monday, three refugees"
        " died in an air strike on another camp.",
    )
    assert {best(r.killed) for r in told} == {56, 3}


def test_the_items_of_a_log_open_with_their_days():
    told = incidents(
        "The following incidents were reported by the Nadi police this week:\n\nMay 15 - A man was stabbed in the arm"
        " during a fight.\n\nMay 16 - A pedestrian was struck by a pickup and taken to hospital.\n\nMay 17 - A shop was"
        " robbed at gunpoint. No one was hurt."
    )
    assert {(r.sub_event_type, r.date_start.day) for r in told} == {
        ("Homicide", 15),
        ("Transport accident", 16),
        ("Robbery", 17),
    }


def test_what_an_attack_set_on_fire_is_part_of_it():
    (r,) = incidents("Rebels raided a post in Nadi on Monday, killing two guards. Several houses were set on fire.")
    assert (r.event_type, best(r.killed)) == ("Battles", 2)


def test_an_outbreak_that_is_confirmed_is_an_incident():
    (r,) = incidents("SUVA - The ministry confirmed an outbreak of bird flu at a farm in Nadi on Monday.")
    assert (r.sub_event_type, r.location) == ("Epidemic", "Nadi")


def test_a_crash_beside_a_flood_is_another_incident():
    told = incidents(
        "SUVA: Flash floods have killed 27 people in Nadi since Tuesday, officials said on Thursday. A helicopter"
        " crashed in Labasa on Wednesday, killing its crew of five.",
    )
    assert {(r.sub_event_type, best(r.killed)) for r in told} == {("Flood", 27), ("Transport accident", 5)}


def test_a_bomb_that_destroys_something_went_off():
    (r,) = incidents("A bomb destroyed a pylon in Nadi on Monday.")
    assert r.sub_event_type == "Remote explosive/landmine/IED"


def test_who_was_hurt_beside_the_dead_is_not_one_of_them():
    (r,) = incidents("Gunmen killed Abel Nkosi and wounded his driver in Nadi on Monday.")
    assert (best(r.killed), best(r.injured)) == (1, 1)


def test_another_day_behind_a_semicolon_is_of_another_act():
    told = incidents(
        "SUVA - A drone struck a car in Nadi on Thursday, killing two men. It is the second strike in a week; on Sunday"
        " a boat was hit off Labasa and its owner was killed.",
    )
    assert {(r.location, r.date_start.day, best(r.killed)) for r in told} == {("Nadi", 18, 2), ("Labasa", 14, 1)}


def test_the_place_of_an_arrest_is_not_that_of_the_act():
    (r, *_) = incidents(
        "A man wanted for a shooting that hurt two people at a mill was arrested on Friday in Labasa, police said. The"
        " shooting took place in Nadi.",
    )
    assert r.location == "Nadi"


def test_acts_of_a_region_are_told_one_by_one():
    told = incidents(
        "Air strikes killed at least 31 people across Anjouan on Tuesday. In Moroni, a drone strike on a tent killed"
        " four. Two boys were shot dead in Mitsamiouli, he said.",
    )
    assert any(r.record_type == "incident_group" for r in told) is False
    assert {best(r.killed) for r in told} >= {31}


def test_a_second_attacker_is_of_the_same_attack():
    (r,) = incidents(
        "A suicide bomber blew himself up in Nadi on Monday, killing six people. A second attacker was shot dead by"
        " guards before he reached the gate.",
    )
    assert r.sub_event_type == "Suicide bomb"


def test_others_who_were_hurt_belong_to_those_who_died():
    told = incidents(
        "Bandits killed 12 porters near Nadi on Tuesday. Residents said the porters were to bring back cattle that were"
        " stolen the previous day in Labasa. Eight others were wounded.",
    )
    assert [best(r.injured) for r in told if best(r.killed) == 12] == [8]


def test_the_cases_of_a_week_are_an_epidemic():
    (r,) = incidents(
        "The ministry said on Monday that 12 deaths had been reported in Nadi, with a case fatality rate of 9 per cent."
    )
    assert r.sub_event_type == "Epidemic"


def test_who_was_found_shot_may_have_died_of_it():
    (r,) = incidents(
        "Officers who were called to a bar in Nadi on Friday found two men with gunshot wounds. One of the men died in"
        " hospital."
    )
    assert (best(r.killed), best(r.injured)) == (1, 1)


def test_soldiers_who_shoot_are_no_criminals():
    (r,) = incidents("A farmer was shot dead on Monday when soldiers cleared an estate near Labasa.")
    assert r.event_type == "Violence against civilians"


def test_a_verb_in_a_headline_is_no_series():
    (r, *_) = incidents(
        "Eight men were tied up and killed when gunmen came to Labasa on Sunday night.", title="Gang raids Labasa"
    )
    assert (r.record_type, best(r.killed)) == ("incident", 8)


def test_gas_that_leaks_at_a_plant_is_no_weapon():
    (r,) = incidents(
        "Six people died in Nadi on Monday when chlorine gas escaped from a storage tank that a crane had dropped."
    )
    assert r.event_type == "Accident"


def test_where_some_of_the_dead_fell_is_not_where_it_happened():
    (r,) = incidents(
        "A cyclone struck Labasa on Monday, killing 34 people. Twenty-eight of the deaths were in Labasa, three in Nadi"
        " and three in Suva."
    )
    assert r.location == "Labasa"


def test_dead_attackers_are_counted_beside_the_police():
    (r,) = incidents(
        "A policeman was killed and another wounded when a patrol came under fire near Labasa on Sunday. In the siege"
        " that followed, three of the gunmen were shot dead."
    )
    assert (best(r.killed), best(r.injured)) == (4, 1)


def test_an_act_of_later_in_the_day_has_its_day():
    told = incidents(
        "SUVA - A drone hit a car in Nadi on Wednesday, killing its driver. Later in the day, a strike on a house in"
        " Labasa left three people wounded."
    )
    assert {(r.location, r.date_start.day, best(r.injured)) for r in told} == {("Nadi", 17, None), ("Labasa", 17, 3)}


def test_a_body_that_was_found_on_another_day_is_of_another_act():
    told = incidents(
        "Two guards were killed in an attack in Nadi on Monday. On Sunday, the body of a trader who had been abducted"
        " was found near Labasa."
    )
    assert {(r.location, best(r.killed)) for r in told} == {("Nadi", 2), ("Labasa", 1)}


def test_shells_left_by_a_gun_are_no_shelling():
    (r,) = incidents("Two brothers were shot dead in Nadi on Monday. Police found eight spent shells.")
    assert r.sub_event_type == "Shooting"


def test_the_day_right_after_said_is_that_of_saying():
    (r,) = incidents("The army said on Thursday one of its men had been killed near Nadi on Tuesday.")
    assert r.date_start == date(2023, 5, 16)


def test_an_act_of_weeks_ago_is_another():
    told = incidents(
        "SUVA - A car bomb destroyed the windows of a bank. Two weeks ago, soldiers killed 40 rebels in a clash in"
        " Labasa."
    )
    assert [best(r.killed) for r in sorted(told, key=lambda r: r.date_start)] == [40, None]


def test_the_dead_by_some_later_day_are_of_the_same_disaster():
    (r,) = incidents(
        "Flash floods hit Labasa late on Saturday. As of Tuesday, 43 people were dead. Nineteen of the bodies were"
        " found in Nadi."
    )
    assert (r.location, r.date_start, best(r.killed)) == ("Labasa", date(2023, 5, 13), 43)


def test_the_dead_among_casualties_are_counted():
    (r,) = incidents("Rebels ambushed a patrol near Nadi on Monday, inflicting seven casualties, including four dead.")
    assert best(r.killed) == 4


def test_somebody_told_of_as_new_is_none_of_the_dead():
    (r,) = incidents("Constable Abel Nkosi was shot dead while a colleague was injured in Nadi on Wednesday.")
    assert (best(r.killed), best(r.injured)) == (1, 1)


def test_who_was_shot_beside_the_dead_was_hurt():
    (r,) = incidents("A clerk was killed and a customer was shot in the arm at a shop in Nadi on Monday.")
    assert (best(r.killed), best(r.injured)) == (1, 1)


def test_who_turned_on_himself_and_lived_is_not_dead():
    (r,) = incidents("A man killed four relatives in Nadi on Monday, then turned the gun on himself and survived.")
    assert best(r.killed) == 4


def test_years_of_violence_are_no_incident():
    assert not incidents(
        "The senate spoke on Tuesday of bandits who have killed and abducted thousands in recent years."
    )


def test_electrocutions_are_accidents():
    (r,) = incidents("Seven guests were electrocuted when a wire fell on a bus in Nadi on Monday.")
    assert (r.event_type, best(r.killed)) == ("Accident", 7)


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Rebels killed four porters in Nadi on Tuesday, three days after 60 people died in a fire in Labasa.", 4),
        ("Three men were killed in Nadi by a mine on Monday, a day after eleven guards were killed in a blast.", 3),
        # what follows on the act itself is of it
        ("A third ferryman has died in Nadi, two days after a gunman killed two people at a pier.", 2),
        ("Police held a man in Nadi on Monday, two days after a gunman killed two people at a pier.", 2),
        ("A bomb went off in Nadi on Monday hours after the first blast, killing five porters.", 5),
    ],
)
def test_the_dead_of_days_before_are_of_another_act(text, dead):
    assert best(incidents(text)[0].killed) == dead


def test_the_dead_of_what_goes_on_are_not_those_of_the_day():
    (r,) = incidents("A bomb killed three men in Nadi on Monday. The violence has claimed more than 9,000 lives.")
    assert best(r.killed) == 3


def test_whom_time_is_counted_from_is_no_victim():
    (r,) = incidents(
        "Ten guards were wounded by gunmen in Nadi on Monday, the first raid since the death of Ali Nasser."
    )
    assert (best(r.killed), best(r.injured)) == (None, 10)


def test_what_is_burned_is_nobody():
    (r,) = incidents("Rioters burned shops in Nadi on Monday.")
    assert (r.event_type, r.injured) == ("Riots", None)


def test_troops_who_kill_bandits_fight():
    (r,) = incidents("Troops have killed six bandits and rescued ten hostages in Nadi, the army said on Monday.")
    assert (r.event_type, best(r.killed)) == ("Battles", 6)


def test_who_burns_houses_and_kills_attacks():
    (r,) = incidents("Youths burned 20 houses and killed a guard in Nadi on Monday.")
    assert (r.event_type, best(r.killed)) == ("Violence against civilians", 1)


def test_what_a_flood_also_did_is_of_the_flood():
    assert (
        len(
            incidents("A flood killed 11 people in Nadi on Monday. The flooding has also damaged 20 schools in Labasa.")
        )
        == 1
    )


def test_who_died_elsewhere_in_a_storm_died_of_it():
    told = incidents(
        "The typhoon has killed 19 people after landslides buried houses in Nadi on Monday. Four people were also"
        " killed in Labasa."
    )
    assert [r.event_type for r in told] == ["Disaster", "Disaster"]


def test_the_dead_of_the_first_months_are_a_statistic():
    assert not incidents("In the first three months of the year, 41 journalists and two lawyers were killed in Fiji.")


def test_the_deadliest_this_year_is_an_act():
    (r,) = incidents(
        "At least 23 people were killed in an attack in Fiji on Sunday. The raid in Nadi was the deadliest this year."
    )
    assert r.location == "Nadi"


def test_a_day_that_nothing_fixes_is_none_of_another_year():
    told = reports(
        "Rebels shot dead three porters in Nadi on Thursday (October 19). On March 2, 2018, rebels killed 12 men in"
        " Labasa.",
        published=None,
    )
    assert [(r.location, r.date_start, best(r.killed)) for r in told] == [
        ("Nadi", None, 3),
        ("Labasa", date(2018, 3, 2), 12),
    ]
    (r,) = reports("Rebels killed five men in Nadi on Sunday night. The army came to the area in 2019.", published=None)
    assert r.date_start is None


def test_days_by_their_numbers_set_acts_apart():
    told = incidents(
        "On 12 May, raiders attacked a village near Nadi and killed two people. On 10 and 11 May, clashes in Labasa"
        " claimed five lives."
    )
    assert sorted((r.date_start.day, r.date_end.day, best(r.killed)) for r in told) == [(10, 11, 5), (12, 12, 2)]


def test_a_headline_that_tells_of_two_acts_stays_a_headline():
    text = "Gunmen kill six in Nadi; two die in Suva\n\nGunmen killed six people in Nadi on Monday. Two died in Suva."
    document = Document(id="a", file="a", text=text, language="en")
    parts = [s.part for s in read_document(document, resolutions(text), Config())]
    assert parts == ["title", "lead", "body"]


def test_a_sentence_may_tell_of_two_acts():
    told = incidents(
        "While 20 residents of Labasa were abducted on Monday by gunmen, four people were killed on Tuesday in Nadi."
    )
    assert sorted((r.location, best(r.killed), best(r.abducted)) for r in told) == [
        ("Labasa", None, 20),
        ("Nadi", 4, None),
    ]
    assert len(incidents("Two men were killed in a raid on Nadi on Monday; a bomb wounded seven in Labasa.")) == 2
    assert len(incidents("Gunmen killed three men in Nadi on Monday, while four others were wounded.")) == 1
    # the part of a sum over years is no act of this year
    (r,) = incidents(
        "Gunmen killed three men in Suva on Monday. More than 90 people have been killed in riots in Fiji since 2021;"
        " the worst took place in Nadi in May of that year, with 20 dead."
    )
    assert (r.location, best(r.killed)) == ("Suva", 3)


def test_what_befell_a_part_of_a_disaster_stands_beside_its_sum():
    told = reports(
        "An earthquake killed 300 people in Fiji on Monday. In Labasa, 40 people died when a hotel collapsed. Nine"
        " others drowned in Nadi."
    )
    assert sorted((best(r.killed), r.location, r.event_type, r.record_type) for r in told) == [
        (9, "Nadi", "Disaster", "incident"),
        (40, "Labasa", "Disaster", "incident"),
        (300, "Fiji", "Disaster", "incident_group"),
    ]


def test_who_is_killed_later_in_the_day_by_another_act():
    told = incidents(
        "On Monday morning four guards were killed by a bomb in Nadi. Later in the day a convoy was struck, killing"
        " five officers."
    )
    assert sorted((r.date_start.day, best(r.killed)) for r in told) == [(15, 4), (15, 5)]
    assert len(incidents("Gunmen killed two men in Nadi on Monday. Later in the day, three of the wounded died.")) == 1


def test_weekdays_that_nothing_fixes_set_acts_apart():
    told = reports(
        "Gunmen killed four porters in Nadi on Tuesday. On Sunday, two clerks were shot dead at a bank in the town.",
        published=None,
    )
    assert sorted(best(r.killed) for r in told) == [2, 4]


def test_the_latest_attack_is_no_other_one():
    (r,) = incidents(
        "Five guards were killed on Thursday by a bomb in Fiji. The latest attack occurred in Nadi, officials said."
    )
    assert (r.location, best(r.killed)) == ("Nadi", 5)


def test_an_offensive_that_is_spoken_of_makes_no_fight():
    (r,) = incidents(
        "Gunmen abducted seven farmers and wounded one in Nadi on Monday. The police said it did not stop the offensive"
        " against the bandits."
    )
    assert r.event_type == "Violence against civilians"


def test_a_day_that_opens_a_second_act_in_a_place():
    told = incidents(
        "Soldiers killed at least 13 rebels in a raid near Labasa on Monday. On Monday, at least 19 rebels were killed"
        " in a clash with the army near Nadi."
    )
    assert sorted((r.location, best(r.killed)) for r in told) == [("Labasa", 13), ("Nadi", 19)]


def test_what_this_comes_as_is_another_act():
    told = incidents("Gunmen abducted nine guards in Labasa on Monday. This comes as bandits killed 12 men in Nadi.")
    assert sorted((r.location, best(r.killed), best(r.abducted)) for r in told) == [
        ("Labasa", None, 9),
        ("Nadi", 12, None),
    ]


def test_what_goes_on_for_years_is_no_incident():
    assert not incidents("Two gangs have been locked in a yearslong turf battle in Nadi.")


def test_a_fire_outbreak_is_an_accident():
    (r,) = incidents("A fire outbreak in two camps in Nadi on Monday left some 370 people homeless.")
    assert (r.event_type, r.killed) == ("Accident", None)


def test_what_troops_did_months_before_is_background():
    told = reports(
        "Rebels killed three men in Nadi on Monday. Troops moved in from July last year and have retaken much of"
        " Labasa."
    )
    assert [r.location for r in told if r.record_type == "incident" and r.tense == "actual"] == ["Nadi"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Bandits abducted the village head of Labasa, three of his nieces and six herders near Nadi on Monday.",
            (None, 10),
        ),
        ("Gunmen killed the leader of the council, two guards and a driver in Nadi on Monday.", (4, None)),
        ("The mayor of Labasa, his wife and two sons were killed in an ambush near Nadi on Monday.", (4, None)),
        # who the first is by name is nobody else, and on the side of the soldier told of before
        (
            (
                "One soldier was killed near Nadi on Monday. The commander of the post, Major Jo Tui, and three rebels"
                " were killed."
            ),
            (4, None),
        ),
        # an attack before, told as new, has its own dead
        (
            "Troops killed 35 rebels near Nadi on Monday after an attack on a convoy that left 11 soldiers dead.",
            (35, None),
        ),
        ("Two people were killed in Nadi on Monday after a blast which wounded 12.", (2, None)),
    ],
)
def test_who_belongs_to_an_act(text, told):
    (r,) = incidents(text)
    assert (best(r.killed), best(r.abducted)) == told


def test_troops_that_kill_and_take_arms_fight():
    (r,) = incidents("Troops neutralised 13 terrorists in Nadi on Monday. They recovered 12 rifles and 300 rounds.")
    assert r.event_type == "Battles"
    (r,) = incidents("Two policemen and four bandits were killed during a gun duel in Nadi on Tuesday.")
    assert r.event_type == "Battles"


def test_others_who_were_hurt_beside_the_dead_of_a_sentence_are_of_it():
    told = incidents(
        "Six people died in air raids in Fiji on Sunday. On Monday, jets struck villages near Nadi. The attack killed a"
        " shopkeeper and injured five other residents."
    )
    assert [(r.location, best(r.killed), best(r.injured)) for r in sorted(told, key=lambda r: r.date_start)] == [
        ("Fiji", 6, None),
        ("Nadi", 1, 5),
    ]


def test_the_dead_of_what_is_protested_are_none_of_the_protest():
    (r,) = incidents("Hundreds took to the streets of Nadi on Monday to protest killings by rebels that left 20 dead.")
    assert (r.event_type, best(r.killed)) == ("Protests", None)
    (r,) = incidents("Police opened fire on people protesting against the killings in Nadi on Monday, killing 12.")
    assert best(r.killed) == 12


def test_a_toll_is_told_after_what_it_is_of():
    (r,) = incidents(
        "Divers found nine more bodies on Tuesday, raising the death toll from Sunday's ferry accident in Nadi to 41."
    )
    assert (r.date_start.day, best(r.killed)) == (14, 41)


def test_a_plane_that_crashed_on_landing_struck_nobody():
    (r,) = incidents("A cargo plane crashed on landing in Nadi on Monday. All five crew members died.")
    assert (r.event_type, best(r.killed)) == ("Accident", 5)


def test_who_could_not_flee_died():
    (r,) = incidents("Soldiers burned 20 houses in Nadi on Monday. Two elders who could not flee died in the fire.")
    assert best(r.killed) == 2
