"""Event words: which frame a sentence stands for, and how it is told."""

import pytest

from geo.events.event_type import choose_type
from geo.events.reading import read_sentence
from geo.events.source import Source
from geo.records import Span


def read(text):
    return read_sentence(Source(text), Span(0, len(text)), number=0, part="lead")


def sub_event_type(text):
    sentence = read(text)
    frame, _ = choose_type([(t, sentence) for t in sentence.told])
    return frame.sub_event_type


TYPES = {
    "Guards killed three raiders who had smuggled rifles and cartridges over the river.": "Attack",
    "A woman blew herself up at a bus stop.": "Suicide bomb",
    "Warplanes bombed two hamlets in the hills.": "Air/drone strike",
    "A drone strike hit a fuel depot.": "Air/drone strike",
    "Mortar shells were fired at the old town.": "Shelling/artillery/missile attack",
    "A roadside bomb exploded beside a minibus.": "Remote explosive/landmine/IED",
    "Two dynamite sticks were thrown at a bank.": "Remote explosive/landmine/IED",
    "Somebody hurled a grenade into the tea house.": "Grenade",
    "Shells with chlorine gas were fired at the suburb.": "Chemical weapon",
    "Rebels attacked an army outpost.": "Armed clash",
    "Soldiers and insurgents exchanged fire for two hours.": "Armed clash",
    "Militants attacked a convoy of nuns, killing three nuns.": "Attack",
    "Armed men kidnapped a priest.": "Abduction/forced disappearance",
    "Two schoolgirls were raped by soldiers.": "Sexual violence",
    "Thousands marched through the capital against the tax.": "Peaceful protest",
    "Police used tear gas to disperse the protesters.": "Protest with intervention",
    "Police opened fire on demonstrators.": "Excessive force against protesters",
    "Protesters hurled stones and burned tyres.": "Violent demonstration",
    "An angry mob beat a suspected thief to death.": "Mob violence",
    "Government troops recaptured the town of Bama.": "Government regains territory",
    "The rebels seized two villages.": "Non-state actor overtakes territory",
    "Sappers defused a bomb found in a ditch.": "Disrupted weapons use",
    "Police seized 40 kg of heroin.": "Seizure",
    "Shops were looted and set on fire.": "Looting/property destruction",
    "The two sides signed a ceasefire.": "Agreement",
    "Police arrested the owner of a bar.": "Arrests",
    "The army set up a new base near the ford.": "Headquarters or base established",
    "A man was shot dead outside a club.": "Shooting",
    "His rifle went off and accidentally shot a boy.": "Shooting accident",
    "Two trains collided.": "Transport accident",
    "Chlorine gas leaked from a tank at the plant.": "Industrial accident",
    "Six workers died when a firecracker factory blew up near the town.": "Industrial accident",
    "A bomb exploded at the refinery.": "Remote explosive/landmine/IED",
    "A car bomb exploded outside a munitions factory.": "Remote explosive/landmine/IED",
    "An earthquake shook the island.": "Earthquake",
    "Flash floods swept away the bridge.": "Flood",
    "Two robbers held up a bank.": "Robbery",
}


@pytest.mark.parametrize(("text", "expected"), TYPES.items())
def test_words_stand_for_event_types(text, expected):
    assert sub_event_type(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A price war broke the grocers of the valley.",
        "The minister came under fire for the delay.",
        "The opposition attacked the plan.",
        "He died of a heart attack.",
        "The company struck a deal with its rival.",
        "Supporters filled the square for the last election rally.",
        "The Mutual Security Treaty Organization said nothing.",
    ],
)
def test_metaphors_politics_and_names_are_no_incidents(text):
    assert [t.trigger.frame for t in read(text).incidents if t.trigger.opens and t.trigger.frame != "death"] == []


MODES = {
    "The army will attack the camp.": "planned",
    "They planned to bomb the station.": "planned",
    "The charge is to be detonated at noon.": "planned",
    "If rebels attack the town, the road will close.": "hypothetical",
    "There is a risk of attacks on trains.": "hypothetical",
    "Police prevented an attack on the ferry.": "hypothetical",
    "No attack took place.": "negated",
    "The army denied reports that its post had been attacked.": "negated",
    "The exercise ended with an attack on a hill.": "exercise",
    "Rebels attacked the camp.": "actual",
    "Nobody was charged after the attack.": "actual",
}


@pytest.mark.parametrize(("text", "mode"), MODES.items())
def test_the_gate_tells_what_happened_from_what_did_not(text, mode):
    assert {t.mode for t in read(text).told if t.trigger.frame in {"attack", "bomb", "clash"}} == {mode}


@pytest.mark.parametrize(
    ("text", "is_subordinate"),
    [
        ("The army said late on Monday that rebels attacked the camp.", False),
        ("It was officially reported today that rebels attacked the camp.", False),
        ("The army freed a man that attacked the camp.", True),
        ("The army blamed the men who attacked the camp.", True),
    ],
)
def test_what_somebody_says_is_told_and_no_aside(text, is_subordinate):
    assert {t.is_subordinate for t in read(text).told if t.trigger.frame == "attack"} == {is_subordinate}


def test_names_are_told_from_words_in_a_sentence_in_capitals():
    (toll,) = read("GUNMEN MURDERED SENATOR PEDRO OLVERA AT HIS FARM.").tolls
    assert (toll.slot, toll.group.form, toll.group.name) == ("killed", "name", "pedro olvera")
