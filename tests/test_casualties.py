"""The grammar of casualties: short sentences in, (slot, low, best, high) out."""

import pytest

from geo.events.casualties import find_tolls, may_have_tolls
from geo.events.reading import read_sentence
from geo.events.source import Source
from geo.records import Span


def read(text, part="lead"):
    return read_sentence(Source(text), Span(0, len(text)), number=0, part=part)


def tolls(text, part="lead"):
    """Return (slot, best) of each toll told as fact; parts are marked with a star."""
    return [
        (t.slot + ("*" if t.group.is_part else ""), t.group.best)
        for t in find_tolls(read(text, part).clause)
        if not t.conditional
    ]


SENTENCES = {
    "Four shepherds were killed and nine wounded.": [("killed", 4), ("injured", 9)],
    "The blast killed four shepherds and wounded nine others.": [("killed", 4), ("injured", 9)],
    "A raid left six porters dead.": [("killed", 6)],
    "Gunmen opened fire, killing two ferrymen on the spot.": [("killed", 2)],
    "The landslide claimed the lives of seven road workers.": [("killed", 7)],
    "The storm claimed 12 lives.": [("killed", 12)],
    "Villagers mourned the death of a ranger.": [("killed", 1)],
    "It resulted in the deaths of three poachers and injuries to two guards.": [("killed", 3), ("injured", 2)],
    "A teacher was shot and killed outside the barracks.": [("killed", 1)],
    "Three boys were shot, one fatally.": [("shot", 3), ("killed", 1)],
    "Three boys were shot in the leg.": [("shot", 3)],
    "A boy shot his cousin in the hand.": [("shot", 1)],
    "Five monks drowned when the raft capsized.": [("killed", 5)],
    "Two of the wounded died in hospital.": [("killed*", 2)],
    # an age and a name are one person
    "Police are investigating the shooting death of 21-year-old Abel Nkosi.": [("killed", 1)],
    "Lena Brandt shot and killed 17-year-old Abel Nkosi at the mill.": [("killed", 1)],
    # "while" opens another clause and no list
    "A guard killed his cousin while the boy slept.": [("killed", 1)],
    # the nearest noun is the one that "who" stands for
    "The mother and brother of a girl who died spoke to reporters.": [("killed", 1)],
    # the verb shares the subject of the clause before
    "The clerk was rushed to a clinic in Outjo, but later died.": [("killed", 1)],
    "A miner was pronounced deceased at the scene.": [("killed", 1)],
    # a clause that "who" opens stands between the people and what befell them
    "A girl who was waiting at a kiosk was grazed in the leg.": [("injured", 1)],
    "Five miners resting under a tree were killed.": [("killed", 5)],
    "A ferryman who was stabbed on Sunday in Outjo has died.": [("shot", 1), ("killed", 1)],
    # whoever did it is one of them
    "The attacker blew up the gate, killing himself and two other men.": [("killed", 1), ("killed", 2)],
    "One man, 40, died, and two miners, one of them a boy of 16, were hurt.": [("killed", 1), ("injured", 2)],
    "Six of the injured were flown to hospital.": [("injured*", 6)],
    # wounds beside their number
    "The fire left three welders dead and four with burns.": [("killed", 3), ("injured", 4)],
    "The crash resulted in six deaths and 14 injuries.": [("killed", 6), ("injured", 14)],
    "The raid led to the death of two clerks and the injury of nine.": [("killed", 2), ("injured", 9)],
    "Two brothers walked into a hospital in Outjo with gunshot wounds.": [("shot", 2)],
    "Rangers found Lena Brandt, 33, with a gunshot wound to the hip.": [("shot", 1)],
    "A woman riding on the back of the truck was killed.": [("killed", 1)],
    "The men were tied up and beheaded.": [],
    "Nine men were tied up and beheaded.": [("killed", 9)],
    "The raid killed 17 gendarmes and village guards.": [("killed", 17), ("killed", None)],
    "Poison killed ten people and put 50 in hospital.": [("killed", 10)],
    "Some 260 fell ill.": [("injured", 260)],
    "The burglar killed three people and wounded a fourth in the cellar.": [("killed", 3), ("injured", 1)],
    "The blast hurt 12 people, three of whom are in critical condition.": [("injured", 12), ("injured*", 3)],
    "Three girls were swept away and drowned.": [("killed", 3)],
    "Five people died and nine were rushed to Harbour Hospital.": [("killed", 5), ("injured", 9)],
    "Two others survived with wounds.": [("injured", 2)],
    "Seven more had burns.": [("injured", 7)],
    "A woman escaped injury.": [("rescued", 1)],
    "Rebels burned down the town hall.": [],
    "A girl is expected to be fine after being grazed by a pellet.": [("injured", 1)],
    "A suspect is in the hospital.": [("injured", 1)],
    "The bishop escaped with minor injuries.": [("rescued", 1), ("injured", 1)],
    # who is taken to a hospital is one of the hurt told before
    "Twelve miners were burned and five were admitted to hospital.": [("injured", 12), ("injured*", 5)],
    # who is counted, told one by one
    "Three people, a couple and their son, were found dead.": [("killed", 3)],
    "Two men, a girl and a boy were found dead.": [("killed", 2), ("killed", 1), ("killed", 1)],
    # an age in brackets
    "The watchman (41) died.": [("killed", 1)],
    "Abel Nkosi (23) of Outjo was stabbed to death.": [("killed", 1)],
    "Divers recovered four charred bodies.": [("killed", 4)],
    "Four hikers were buried and killed.": [("killed", 4)],
    "A Namibian was killed by a stray bullet.": [("killed", 1)],
    "A police inspector was shot dead.": [("killed", 1)],
    "The herder had his throat slit.": [("killed", 1)],
    "The quake left 2 300 dead and 9 580 injured.": [("killed", 2300), ("injured", 9580)],
    "No one was hurt.": [("injured", 0)],
    "There were no casualties.": [("killed", 0), ("injured", 0)],
    "Fourteen people, including two nurses, were killed.": [("killed", 14)],
    "The mine killed 14 people, including two nurses.": [("killed", 14), ("killed*", 2)],
    "A sergeant, her brother and a driver were killed.": [("killed", 3)],
    # in a list one is added to the number
    "A clerk and two of her customers were killed.": [("killed", 1), ("killed", 2)],
    "Two nuns and a child died in the blast.": [("killed", 2), ("killed", 1)],
    "Nkosi and Lena Brandt, 20, died.": [("killed", 2)],
    # a part of a number is the part
    "Two of the three victims died.": [("killed*", 2)],
    "One of the six, a 24-year-old man, died in hospital.": [("killed*", 1)],
    "Fighters killed two of the four guards.": [("killed*", 2)],
    # who did it is nobody who died
    "A mother shot in the arm by her 4-year-old son dies.": [("killed", 1)],
    "Two rangers, Abel Nkosi and Lena Brandt, were killed.": [("killed", 2)],
    "Two hikers were attacked near the hut.": [("attacked", 2)],
    "Pirates kidnapped five sailors.": [("abducted", 5)],
    "Police arrested six suspects.": [("arrested", 6)],
    "The death toll rose from 8 to 12.": [("killed", 12)],
    "Rescuers had recovered 22 bodies by nightfall.": [("killed", 22)],
    "They took nine men off the lorry and shot them dead.": [("killed", 9)],
    "A gardener, 61, was pronounced dead at the scene.": [("killed", 1)],
    "Troops neutralised 11 militants.": [("killed", 11)],
    "Forty people including two children were injured in the blast.": [("injured", 40)],
    "Two injured rangers were flown out.": [("injured", 2)],
    "Rescuers found 12 dead miners.": [("killed", 12)],
    "The bus carried two dead and four injured passengers.": [("killed", 2), ("injured", 4)],
    "Six kidnapped pupils came home.": [("abducted", 6)],
    "Rebels attacked a convoy near the dam.": [],
    "The army said it had shot down two drones.": [],
    "Two guards have been shot.": [("shot", 2)],
    "The guerrillas denied killing four farmers.": [],
    "The raid killed two guards, wounding three others, villagers and officials said.": [("killed", 2), ("injured", 3)],
    # who they are of stands between those of a list
    "Three members of the Free Valley Movement (FVM) and a ranger were killed.": [("killed", 3), ("killed", 1)],
    "Bandits murdered the headman of Outjo and two herders.": [("killed", 1), ("killed", 2)],
    "The mine wounded the father of the boy and a girl.": [("injured", 2)],
    "Miners beat a foreman to death.": [("killed", 1)],
    "The militia hacked a farmer and his two sons to death.": [("killed", 1), ("killed", 2)],
    "He was sentenced to death.": [],
    # nouns before the name of an object
    "Two men on a motorcycle shot and killed opposition leader Abel Nkosi.": [("killed", 1)],
    "Gunmen in a van without plates kidnapped a trader.": [("abducted", 1)],
    "Two clerks were killed and a third was wounded.": [("killed", 2), ("injured", 1)],
    "A third of the guards were wounded.": [("injured", None)],
    # the verb shares the subject, but not with what "who" or "after" opens
    "The smuggler put up resistance and was killed.": [("killed", 1)],
    "A lorry left the road after the driver fell asleep and was burned.": [],
    "A helicopter crashed, killing its crew of five.": [("killed", 5)],
    # what brought the toll stands before the number
    "The death toll from a blast in a flour mill near the harbour on Friday rose to 14.": [("killed", 14)],
    "Villagers found the body of former trade union secretary Abel Nkosi.": [("killed", 1)],
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.items())
def test_sentences_give_their_tolls(text, expected):
    assert tolls(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The blast could have killed hundreds of shoppers.",
        "Nobody knows how to kill time here.",
        "The plan would cost 40 jobs.",
        "The guards were not injured.",
        "The council killed the proposal.",
        "Up to 6,500 militants are said to be in the valley.",
        "His father succumbed to cancer last year.",
        "I prayed that he would not let my baby die.",
        "The boy almost died in the well.",
        "A medic carried the nearly lifeless body of the boy to a van.",
        "A farmer claims he saw it.",
        "Police have executed 44 search warrants since.",
    ],
)
def test_what_did_not_happen_to_people_is_no_toll(text):
    assert [t for t in tolls(text) if t[1] != 0] == []


def test_headlines_leave_out_the_verb():
    assert tolls("Two dead, five hurt in Lagos bus crash", "title") == [("killed", 2), ("injured", 5)]
    assert tolls("Man killed, boy wounded in quarry", "title") == [("killed", 1), ("injured", 1)]
    assert tolls("Father, two daughters killed in flat", "title") == [("killed", 1), ("killed", 2)]
    assert tolls("Man, 16, killed in quarry", "title") == [("killed", 1)]


def test_bounds_are_those_of_the_words():
    def bounds(text):
        (toll,) = find_tolls(read(text).clause)
        return toll.group.low, toll.group.best, toll.group.high

    assert bounds("At least 40 villagers were killed.") == (40, 40, None)
    assert bounds("Up to 20 villagers were killed.") == (None, None, 20)
    assert bounds("Dozens of villagers were killed.") == (24, None, None)
    assert bounds("Several villagers were wounded.") == (2, None, None)


def test_none_on_one_side_is_not_none_in_all():
    (killed, injured) = find_tolls(read("No casualties were reported among the guards.").clause)
    assert killed.group.is_part
    assert injured.slot == "injured"


def test_another_beside_the_dead_is_one_more():
    (killed, injured) = find_tolls(read("A bomb went off, killing a sentry and wounding another.").clause)
    assert (killed.slot, killed.beyond, injured.slot, injured.beyond) == ("killed", False, "injured", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # whoever says so before stands between commas too
        (
            "On Friday the Reef Clinic, a charity, said 31 men, including two clerks and a sick boy, were killed.",
            [("killed", 31)],
        ),
        ("Three men, police said, were killed.", [("killed", 3)]),
        # a mean, and a toll that no longer holds
        ("Guards noted an average of seven deaths a week.", []),
        ("The riot left 31 porters dead, updating an earlier death toll of 18.", [("killed", 31)]),
    ],
)
def test_numbers_of_others_are_left_out(text, expected):
    assert tolls(text) == expected


@pytest.mark.parametrize("text", SENTENCES)
def test_no_toll_is_lost_by_where_people_are_looked_for(text):
    sentence = read(text)
    assert may_have_tolls(sentence.words) or not find_tolls(sentence.clause)


def test_people_are_looked_for_only_where_a_predicate_may_have_them():
    assert not may_have_tolls(read("The shooting near the harbour shocked the whole town.").words)
    assert not may_have_tolls(read("The ferry left the harbour at noon.").words)
    assert may_have_tolls(read("They fled after shooting two ferrymen.").words)
