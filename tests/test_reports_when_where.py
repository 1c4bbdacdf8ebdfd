"""The day and place of an incident where the article makes them hard to see: short articles in, plain values out."""

import re
from datetime import date

import pytest

from geo.config import Config
from geo.records import Document, Published, Resolution, ScoredPlace, Toponym
from geo.reports import extract_reports

#: name -> (lat, lon, feature class, feature code, radius km, country, admin1, role)
PLACES = {
    "Windhoek": (-22.56, 17.08, "P", "PPLC", 15, "NA", "Khomas", "literal"),
    "Namibian": (-22.0, 17.0, "A", "PCLI", 600, "NA", None, "demonym"),
    "Namibia": (-22.0, 17.0, "A", "PCLI", 600, "NA", None, "literal"),
    "Fijian": (-17.8, 178.0, "A", "PCLI", 150, "FJ", None, "demonym"),
    "Fiji": (-17.8, 178.0, "A", "PCLI", 150, "FJ", None, "literal"),
    "U.A.E.": (24.0, 54.0, "A", "PCLI", 250, "AE", None, "literal"),
    "Outjo": (-20.11, 16.15, "P", "PPL", 4, "NA", "Kunene", "literal"),
    "Kamanjab": (-19.62, 14.84, "P", "PPL", 3, "NA", "Kunene", "literal"),
    "Gobabis": (-22.45, 18.97, "P", "PPL", 5, "NA", "Omaheke", "literal"),
    "Kunene": (-19.4, 13.9, "A", "ADM1", 250, "NA", "Kunene", "literal"),
    "Riverside": (33.95, -117.4, "P", "PPL", 9, "US", "California", "literal"),
    "Omaheke": (-21.8, 19.6, "A", "ADM1", 250, "NA", "Omaheke", "literal"),
    "Opuwo": (-19.4, 13.9, "A", "ADM2", 280, "NA", "Kunene", "literal"),
    "California": (37.0, -120.0, "A", "ADM1", 500, "US", "California", "literal"),
}
FRIDAY = date(2019, 3, 15)


def country_of(code):
    """Return the country of a code, as the gazetteer does."""
    name, (lat, lon, feature_class, feature_code, radius, *_) = "Namibia", PLACES["Namibia"]
    place = ScoredPlace(
        name.lower(), name, lat, lon, 1.0, feature_class, feature_code, "NA", None, None, radius, "area"
    )
    return place if code == "NA" else None


def told(text, title=None, only=()):
    """Return the main incident of an article that came out on a Friday; `only` are names that no other place has."""
    return max(incidents(text, title, only), key=lambda r: r.confidence)


def incidents(text, title=None, only=()):
    """Return the incidents of an article."""
    found = []
    for match in re.finditer("|".join(PLACES), text, re.IGNORECASE):
        name = next(n for n in PLACES if n.lower() == match.group().lower())
        lat, lon, feature_class, code, radius, country, admin1, role = PLACES[name]
        place = ScoredPlace(
            place_id=name.lower(), name={"Namibian": "Namibia", "Fijian": "Fiji"}.get(name, name), lat=lat, lon=lon,
            score=0.9,
            feature_class=feature_class, feature_code=code, country=country, admin1=admin1, admin2=None,
            radius_km=radius, geometry="area" if feature_class == "A" else "point",
        )  # fmt: skip
        toponym = Toponym(match.start(), match.end(), match.group(), role)
        found.append(Resolution(toponym, place, "the only one", match="exact", is_only=name in only))
    document = Document("a", "a", text, title=title, published=Published(FRIDAY, FRIDAY, "stated"), language="en")
    reports = extract_reports(document, tuple(found), Config(), country_of)
    return [r for r in reports if r.record_type == "incident"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        # a caption between the headline and the sentence with the day
        (("Farmer killed in shooting near Outjo\n\nCattle graze by a fence in the north, in a file photo of the region."
         "\n\nA farmer was shot dead near Outjo on Tuesday, police said."), 12, 12),
        # the day of a death in hospital is not that of the shooting
        (("A herder who was shot in an ambush has died. He was pronounced dead on Thursday at a clinic. Police were"
         " called to the ambush near Outjo on Monday."), 11, 11),
        # what the event came after has another day
        ("After two robberies on Sunday, gunmen killed a trader in Outjo on Wednesday.", 13, 13),
        # the day tied to the event's word wins over that of a statement
        (("On Thursday, the governor visited the families. He called Monday's shooting in Outjo, which killed two men,"
         " a disgrace."), 11, 11),
        ("Police have looked for him since Tuesday, when two men were shot dead in Outjo.", 12, 12),
        # the day before the one of the sentence
        ("There was calm in Outjo on Thursday after two men were shot the day before.", 13, 13),
        # fresh news without a day: an hour of the day, the present tense; no court or arrest since
        ("A shop owner was shot dead in Outjo. The shooting happened around 9:30 a.m.", 15, 15),
        ("Police are searching for two men who shot a shop owner in Outjo.", 15, 15),
        ("A shop owner was shot dead in Outjo. The shooting happened around 9 p.m.", 15, 15),
        # the day of an arrest is the only one told, but the article goes back further
        ("A man was arrested on Thursday. A shop owner was shot dead in Outjo on Tuesday night, police said.", 12, 12),
        # what follows an event comes after it: a funeral, a vigil, a visit
        (("Dozens came to the funeral of a shop owner on Thursday. He was shot in Outjo at 9 p.m. on Monday."
          " His family spoke on Friday."), 11, 11),
        # a day told without any word of the event beside it
        ("A shop owner was shot dead in Outjo. Neighbours heard the shots around 2 a.m. Wednesday.", 13, 13),
        # nothing says that it is fresh
        ("A shop owner was shot dead in Outjo by two men.", 12, 15),
        ("A shop owner was shot dead in Outjo by two men. His brother asked if the shooting was justified.", 12, 15),
        ("A shop owner was just shot dead in Outjo by two men.", 15, 15),
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_event(text, first, last):
    report = told(text)
    assert (report.date_start, report.date_end) == (date(2019, 3, first), date(2019, 3, last))


def test_a_day_taken_from_publication_says_so():
    report = told("A shop owner was shot dead in Outjo. The shooting happened around 9:30 a.m.")
    assert (report.date_basis, report.date_text) == ("publication_only", None)


@pytest.mark.parametrize(
    ("text", "location", "where_prec"),
    [
        # only the dateline names a place, a capital: the country that is told of
        ("WINDHOEK, March 14 (Agency) -- Rebels killed two Namibian soldiers on Tuesday.", "Namibia", 6),
        ("WINDHOEK, March 14 (Agency) -- Rebels killed two soldiers in the city on Tuesday, Namibian officers said.",
         "WINDHOEK", 1),
        ("WINDHOEK, March 14 (Agency) -- Rebels killed two soldiers on Independence Avenue, Namibian officers said.",
         "WINDHOEK", 1),
        # also where the country is never named; whose people it befell says nothing, a country it is set in does
        ("WINDHOEK, March 14 (Agency) -- Rebels killed two soldiers on Tuesday, officers said.", "Namibia", 6),
        ("WINDHOEK, March 14 (Agency) -- Rebels killed two Fijian soldiers on Tuesday, officers said.", "Namibia", 6),
        ("WINDHOEK, March 14 (Agency) -- Rebels killed two Fiji citizens on Tuesday, officers said.", "Namibia", 6),
        ("WINDHOEK, March 14 (Agency) -- Rebels killed two soldiers in Fiji on Tuesday, officers in Fiji said.", "Fiji",
         6),
        # where somebody goes, or whom he deals with, is not where it happened
        ("WINDHOEK, March 14 (Agency) -- Rebels killed two soldiers on Tuesday. Trips to Fiji and ties with Fiji end.",
         "Namibia", 6),
        # a country's short form as an attribute is no place of anything
        (("WINDHOEK, March 14 (Agency) -- Rebels killed two soldiers on Tuesday. The army asks for U.A.E. aid, U.A.E."
         " money and U.A.E. arms."), "Namibia", 6),
        ("WINDHOEK, March 14 (Agency) -- Rebels killed two soldiers on Tuesday in the U.A.E. after dark.", "U.A.E.", 6),
        (
            "Two guards were killed on Tuesday, Outjo traders said. They want U.A.E. aid, U.A.E. money, U.A.E. arms.",
            "Outjo",
            1,
        ),
        # a stop within a short form ends no phrase: what was hurled at an embassy hit its town
        ("Raiders on Tuesday hurled explosives at U.A.E. embassy grounds in Gobabis.", "Gobabis", 1),
        # another town's dateline stays
        ("GOBABIS, March 14 (Agency) -- Robbers killed two Namibian guards on Tuesday.", "GOBABIS", 1),
        # a name far off gives way, unless something else lies there
        ("GOBABIS - Two men were shot dead at Riverside on Tuesday.", "GOBABIS", 1),
        ("GOBABIS - Two men were shot dead at Riverside in California on Tuesday.", "Riverside in California", 1),
        ("GOBABIS - Two men were shot dead near Outjo on Tuesday. They came from Kamanjab.", "Outjo", 2),
        # nothing sets it abroad, where somebody speaks of it
        ("Two guards were killed on Tuesday, Riverside lawyers of the Namibian families said. Namibia mourns.",
         "Namibia", 6),
        ("RIVERSIDE, March 14 (Agency) -- Two guards were killed on Tuesday, Namibian exiles said. Namibia mourns.",
         "Namibia", 6),
        ("Two guards were killed near Riverside on Tuesday, Namibian exiles said. Namibia mourns.", "Riverside", 2),
        # what goes off outside a prison goes off in its town; who lies in a hospital was hurt elsewhere
        ("In Namibia, a bomb went off outside a prison in Gobabis on Tuesday, killing two guards.", "Gobabis", 1),
        ("Two guards were shot near Outjo on Tuesday and died in a hospital in Gobabis.", "Outjo", 2),
        ("Two guards were shot near Outjo on Tuesday. Their bodies are at the hospital, in Gobabis.", "Outjo", 2),
        ("A bomb was planted near Outjo on Tuesday. In Gobabis it was later reported that a guard was killed.", "Outjo",
         2),
        ("A store was partially burned in Gobabis on Tuesday by raiders with a bomb.", "Gobabis", 1),
        ("Raiders on Tuesday attacked the Fijian embassy in Gobabis with bombs.", "Gobabis", 1),
        # a country is all that is named
        ("Two guards were killed on Tuesday, Namibian officers said.", "Namibia", 6),
        # a name broken over two lines
        ("Two men were shot dead near\nOutjo, Namibia, on Tuesday.", "Outjo, Namibia", 2),
    ],
)  # fmt: skip
def test_the_place_is_that_of_the_event(text, location, where_prec):
    report = told(text)
    assert (report.location, report.where_prec) == (location, where_prec)


def test_a_name_that_no_other_place_has_gives_way_to_no_dateline():
    text = "GOBABIS - Two men were shot dead at Outjo on Tuesday."
    assert told(text).location == "GOBABIS"
    assert told(text, only={"Outjo"}).location == "Outjo"


def test_a_second_act_in_a_wire_from_a_capital_is_not_set_in_the_town_of_the_first():
    text = (
        "WINDHOEK, March 14 (Agency) -- A bomb killed two guards in Outjo on Tuesday. The mayor spoke of a loss. Shops"
        " stayed closed. Schools did too. Traders met. The army is on alert. On 2 March, rebels kidnapped a doctor."
    )
    assert sorted((r.location, r.where_prec) for r in incidents(text)) == [("Namibia", 6), ("Outjo", 1)]


def test_a_place_in_the_region_told_first_says_more_closely_where_it_was():
    found = told(
        "Three herdsmen were killed on Thursday when a camp in the Kunene region came under fire, the ministry said."
        " The camp near Kamanjab was hit by shells."
    )
    assert found.location == "Kamanjab"


def test_whose_people_somebody_belongs_to_is_not_where_they_are():
    found = told(
        "WINDHOEK, 24.na - An exchange of fire took place between the border guards of Namibia and smugglers near"
        " Outjo on Thursday, the ministry said."
    )
    assert found.location == "Outjo"


def test_the_day_of_writing_is_not_the_day_of_what_an_agency_tells():
    (found,) = incidents(
        "WINDHOEK, March 15 (Savanna News) - Rangers recovered the bodies of four men after two boats capsized near"
        " Outjo, the parks board said on Friday. The boats sank on Wednesday, a warden said."
    )
    assert found.date_start == found.date_end == date(2019, 3, 13)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (
            "WINDHOEK, March 15, 2019, Savanna-Plus -- Rangers shot dead two men on Thursday in the area of Outjo.",
            "Outjo",
        ),
        ("Four people died on Thursday near Outjo on the Windhoek-Gobabis highway, an official said.", "Outjo"),
        (
            "Nine people died on Thursday in Outjo. A woman reached by telephone in Gobabis said she heard shots.",
            "Outjo",
        ),
    ],
)
def test_datelines_ends_of_roads_and_seats_of_callers_are_no_places_of_it(text, where):
    assert told(text).location == where


@pytest.mark.parametrize(
    ("text", "place"),
    [
        # the origin is told before where it happened
        ("Gunmen shot dead four masons from Omaheke in Kunene's Outjo area on Monday.", "Outjo"),
        # a river of the name of a town
        ("Two guards were killed by smugglers who had crossed the Outjo river near Kamanjab on Monday.", "Kamanjab"),
        # what leads to a town is no town of its own
        ("A bomb wounded two men in the Riverside city of Outjo on Monday.", "Outjo"),
        # a group seen before it fought
        (("Two guards were killed by smugglers on Monday. At night a group of five armed men was spotted near Outjo."
          " They opened fire when told to halt."), "Outjo"),
        # a namesake of a part of the town that follows
        ("A drone killed a woman in the Riverside district of Outjo on Monday.", "Riverside district of Outjo"),
        # an end of a road
        ("A mine killed two men on Monday on the road from Outjo to Kamanjab.", "Outjo"),
        # whose something is tells nothing of where
        ("A Fiji-flagged barge was attacked on Monday near Outjo; two men died.", "Outjo"),
        ("OUTJO, March 13. /PRESS/. A guard was killed in a clash at Kamanjab on Monday.", "Kamanjab"),
    ],
)  # fmt: skip
def test_the_place_is_where_it_happened(text, place):
    assert told(text).location.startswith(place)


def test_the_capital_of_a_country_is_that_of_the_dateline():
    text = "WINDHOEK (Reef News) - Mortar rounds landed in the Namibia capital on Monday, wounding four people."
    assert told(text).location.lower() == "windhoek"


def test_the_year_of_a_car_is_no_date():
    (r,) = incidents(
        "A crash killed a teenager on Monday near Outjo. Abel Nkosi, 17, was killed when the 2009 Honda he was driving"
        " hit a 2015 Ford lorry."
    )
    assert r.date_start == date(2019, 3, 11)


def test_what_is_set_apart_does_not_date_the_main_incident():
    days = {
        r.location: r.date_start
        for r in incidents(
            "Four people were wounded by a mortar round in Outjo, an official said on Tuesday. Meanwhile, a mine killed"
            " two men in Kamanjab on Monday."
        )
    }
    assert days == {"Outjo": date(2019, 3, 12), "Kamanjab": date(2019, 3, 11)}


def test_the_same_day_is_that_of_what_was_told_before():
    found = incidents(
        "A drone struck a market in Outjo on Tuesday, killing nine people, a group reported on Thursday.\n\nOn the same"
        " day, shells killed six people in Kamanjab, it said."
    )
    assert {(r.location, r.date_start) for r in found} == {
        ("Outjo", date(2019, 3, 12)),
        ("Kamanjab", date(2019, 3, 12)),
    }


def test_the_date_of_an_agency_line_is_when_it_was_written():
    text = (
        "WINDHOEK, March 14. /PRESS/. Two guards were killed in a clash. On the night of March 12-13, a group of armed"
        " men was spotted near Outjo."
    )
    found = told(text)
    assert (found.date_start, found.date_end) == (date(2019, 3, 12), date(2019, 3, 13))


def test_the_part_of_a_town_lies_in_it():
    found = told("A drone killed a woman in the Riverside district of Outjo on Monday.")
    assert found.country == "NA"


@pytest.mark.parametrize("mention", ["the floods of last December", "the February floods"])
def test_a_disaster_that_is_but_mentioned_is_another_incident_somewhere_in_the_country(mention):
    text = (
        "WINDHOEK - Gunmen killed two herders in Outjo on Wednesday, police said. The men fled on foot.\n\n"
        f"A truce agreed on after {mention}, which killed 40 people, ends this week, Namibia says."
    )
    found = {r.event_type: (r.location, r.killed.best) for r in incidents(text)}
    assert found == {"Violence against civilians": ("Outjo", 2), "Disaster": ("Namibia", 40)}


def test_a_disaster_that_the_article_is_about_keeps_its_place():
    text = "WINDHOEK - Floods hit Outjo on Wednesday, police said. The floods killed four people."
    assert {r.location for r in incidents(text)} == {"Outjo"}


def test_the_day_of_telling_somebody_is_not_that_of_what_happened():
    r = told("Guards fought smugglers near Outjo at the end of last week, a spokesman told the Sun Friday morning.")
    assert (r.date_start, r.date_end) == (date(2019, 3, 9), date(2019, 3, 10))


def test_the_day_after_happened_is_the_day_whoever_reported_it():
    text = "A flood killed a guard in Outjo. Meanwhile, an officer reported that a slide that occurred on March 13"
    r = incidents(text + " killed two women in Kamanjab.")[-1]
    assert (r.location, r.date_start, r.date_end) == ("Kamanjab", date(2019, 3, 13), date(2019, 3, 13))


def test_of_two_units_of_land_the_lower_is_where_it_was_though_its_extent_is_not_known():
    r = told("WINDHOEK, March 14 (Press) - Two guards were shot in Opuwo district, Kunene province, on Monday.")
    assert (r.place_id, r.where_prec) == ("opuwo", 3)


def test_where_the_incident_took_place_is_finer_than_the_region_of_the_head():
    r = told("A guard was killed in a clash in Kunene. A statement says the incident took place on Monday in Outjo.")
    assert r.location == "Outjo"


def test_the_capital_that_is_named_after_a_people_is_itself():
    r = told("Police in Namibia found 5 kg of heroin on a man in the Namibian capital of Windhoek on Monday.")
    assert r.location == "Windhoek"


def test_the_day_of_a_dateline_before_an_agency_is_that_of_writing():
    r = told("OUTJO, March 13, 2019, Reef News – Last weekend, guards killed a smuggler in a skirmish near Kamanjab.")
    assert (r.date_start, r.date_end) == (date(2019, 3, 9), date(2019, 3, 10))
