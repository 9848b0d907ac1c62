"""Somebody asks to speak to the chair, and by which roads the chair hears of it (B12, B29)."""

from dataclasses import replace
from typing import Any

import pytest

from bot.adapters.letter_writer import LetterWriter
from bot.adapters.template_files import stationery
from bot.domain.ids import ConferenceId, PersonId
from bot.domain.notice import Address, Door, Notice
from bot.domain.outcome import Refused
from bot.domain.outstanding import Item
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.hear_flag import HearFlag
from bot.domain.verbs.raise_flag import RaiseFlag
from bot.domain.views.flags import FlagView, flag_view, my_flags_view
from tests.fakes.asking import ASK, DECIDE, INES, KATYA, RECORD, items
from tests.fakes.before import before
from tests.fakes.builders import ENGLAND, Play, changed, conference


@pytest.mark.feature("B12", "B29")
@pytest.mark.parametrize("kind", ["restricted", "danger"])
def test_somebody_asks_to_speak_to_the_chair_and_the_chair_has_spoken_to_them(kind: str) -> None:
    play = before()
    play.does("harriet", RaiseFlag(kind=kind))
    assert play.does("harriet", RaiseFlag(kind=kind)) == ()
    seen = flag_view(play.state, PersonId("chair"), "1")
    assert isinstance(seen, FlagView)
    assert (seen.name, seen.agency, seen.heard_at) == ("Harriet Osprey", "school title", None)
    assert (Item.FLAG, "1") in items(play, "chair")
    assert play.perform(kinds=["flag"]) == ["flag/chair/1/0"]
    play.does("chair", HearFlag(number=1))
    assert play.does("chair", HearFlag(number=1)) == ()
    assert play.owed()["flag/chair/1/0"].duty.face == "heard"
    assert (Item.FLAG, "1") not in items(play, "chair")
    assert play.does("harriet", RaiseFlag(kind=kind)), "asked again after that, it is another"


@pytest.mark.feature("B12")
def test_there_is_nowhere_to_say_what_it_is() -> None:
    """Neither the command, nor what is recorded, nor what the chair is shown has any room for words."""
    play = before()
    (event,) = play.does("harriet", RaiseFlag(kind="restricted"))
    assert set(RaiseFlag.__dataclass_fields__) == {"kind"}
    assert set(event.__dataclass_fields__) == {"number", "kind", "by"}
    assert play.refused("harriet", RaiseFlag(kind="The police are to arrest him")).fields == {
        "kind": Fault.UNKNOWN_CHOICE
    }
    assert play.refused("harriet", RaiseFlag(kind="")).fields == {"kind": Fault.MISSING}


@pytest.mark.feature("B12", "B29")
def test_nobody_but_the_chair_knows_and_the_asker_sees_their_own() -> None:
    play = before()
    play.does("harriet", RaiseFlag(kind="danger"))
    for one in play.particulars.people:
        if one.id != "chair":
            assert flag_view(play.state, one.id, "1") == Refused(Why.NOT_YOURS_TO_DO)
            assert not [key for key in play.owed() if key.startswith(f"flag/{one.id}")]
    mine, other = (my_flags_view(play.state, PersonId(who)) for who in ("harriet", "anand"))
    assert not isinstance(mine, Refused)
    assert not isinstance(other, Refused)
    assert (len(mine.raised), other.raised) == (1, ())
    assert my_flags_view(play.state, KATYA) == Refused(Why.NOT_YOURS_TO_DO)
    assert flag_view(play.state, PersonId("chair"), "7") == Refused(Why.NO_SUCH_FLAG)
    assert play.refused("chair", HearFlag(number=7)).code is Why.NO_SUCH_FLAG


@pytest.mark.feature("B29")
def test_danger_knows_no_quiet_hours() -> None:
    play = before().until("Fri 27 Nov 2026 22:15")
    play.does("harriet", RaiseFlag(kind="restricted"))
    assert play.keys("flag") == set()
    play.does("harriet", RaiseFlag(kind="danger"))
    assert play.keys("flag") == {"flag/chair/2/0"}
    assert play.until("Mon 30 Nov 2026 08:00").keys("flag") == {"flag/chair/1/0", "flag/chair/2/0"}


@pytest.mark.feature("B12", "B14", "B25", "B29")
def test_the_chair_is_told_whether_or_not_it_was_convened_here() -> None:
    """A file without convening: people were asked on paper, and danger is heard all the same."""
    play = before(convened=False)
    play.does("harriet", RaiseFlag(kind="danger"))
    play.does("ines", ASK)
    play.does("ines", RECORD)
    told = {"flag/chair/1/0", "ask/chair/exclusion:katya/0", "ask/chair/recording:katya/0"}
    assert play.keys("flag") | play.keys("ask") == told
    assert items(play, "chair") == [(Item.FLAG, "1"), (Item.EXCLUSION, "katya"), (Item.RECORDING, "katya")]
    assert items(play, "ines") == []
    play.does("chair", DECIDE)
    assert play.keys("letter") == {"letter/ines/katya/0"}


@pytest.mark.feature("B12", "B14")
def test_a_chair_who_cannot_be_written_to_finds_it_on_their_list() -> None:
    """What is asked then stands in their daily reminder, by whichever road that goes; whoever asked still hears the answer. Who
    asks to speak to them does not wait for that: whoever could take the chair rings them.
    """
    play = before(particulars=changed(conference(), "chair", installed=False))
    play.does("harriet", RaiseFlag(kind="danger"))
    play.does("ines", ASK)
    assert play.keys("flag") | play.keys("ask") == {"flag/stand_in/1/0"}
    assert {(Item.FLAG, "1"), (Item.EXCLUSION, "katya")} <= set(items(play, "chair"))
    play.does("chair", DECIDE)
    assert play.keys("ask") == {"ask/ines/exclusion:katya/0"}


@pytest.mark.feature("B12", "B29")
@pytest.mark.parametrize(
    ("chair", "away", "key", "face", "told"),
    [
        ({}, (), "flag/chair/1/0", "raised", True),
        ({"installed": False, "address": "c@council.example"}, (), "flag/chair/1/0/mail", "raised", True),
        ({"installed": False}, (), "flag/stand_in/1/0", "pass_on", False),
        ({"installed": False}, ("stand_in",), "flag/manager/1/0", "pass_on", False),
        ({"installed": False}, ("stand_in", "manager"), "", "", False),
    ],
)
def test_a_flag_goes_by_whichever_road_is_open_and_says_when_it_has_come(
    chair: dict[str, Any], away: tuple[str, ...], key: str, face: str, told: bool
) -> None:
    about = changed(conference(), "chair", **chair)
    for who in away:
        about = changed(about, who, installed=False)
    play = before(particulars=about)
    play.does("harriet", RaiseFlag(kind="danger"))
    assert _told(play) == set()
    assert {one: owed.duty.face for one, owed in play.owed().items() if one.startswith("flag/")} == (
        {key: face} if key else {}
    )
    play.perform(kinds=["flag"])
    assert _told(play) == ({1} if told else set())


def _told(play: Play) -> set[int]:
    mine = my_flags_view(play.state, PersonId("harriet"))
    assert not isinstance(mine, Refused)
    return set(mine.told)


@pytest.mark.feature("B12")
def test_whoever_takes_the_chair_is_told_too() -> None:
    play = before()
    play.does("harriet", RaiseFlag(kind="danger"))
    play.perform()
    play.does("chair", HandOverChair(to=PersonId("stand_in"), reason="ill"))
    assert play.keys("flag") == {"flag/stand_in/1/0"}


@pytest.mark.feature("B14", "B25")
@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({}, {"ask/ines/exclusion:katya/0"}),
        ({"installed": False, "address": "i@council.example"}, {"ask/ines/exclusion:katya/0/mail"}),
        ({"installed": False}, set()),
    ],
)
def test_whoever_asked_hears_by_whichever_road_is_open_that_it_is_answered(
    change: dict[str, Any], key: set[str]
) -> None:
    play = before(particulars=changed(conference(), "ines", **change))
    play.does("ines", ASK)
    play.perform(kinds=["ask"])
    play.does("chair", DECIDE)
    assert play.keys("ask") - {"ask/chair/exclusion:katya/0"} == key
    play.state = replace(play.state, before=replace(play.state.before, gone={INES: play.state.person(INES)}))
    assert play.keys("ask") == {"ask/chair/exclusion:katya/0"}, "nobody is written to once they are off the list"


@pytest.mark.feature("B12", "B14")
@pytest.mark.parametrize(("kind", "face"), [("flag", "raised"), ("ask", "answered")])
@pytest.mark.parametrize("who", ["chair", "katya"])
def test_the_letter_says_that_and_neither_what_nor_about_whom(kind: str, face: str, who: str) -> None:
    to = Address(door=Door.MAIL, mail="somebody@example.org")
    asked = Notice(cid=ConferenceId("c"), to=to, person=who, view=kind, subject="exclusion:katya", face=face)
    play = before()
    letter = LetterWriter(stationery(None, ()), "").write(asked, play.state, (), play.now, ENGLAND)
    said = f"{letter.subject} {letter.text}"
    assert play.particulars.reference in letter.subject
    assert letter.calendar is None
    assert not [word for word in ("atya", "xclu", "left out", "record") if word in said]
