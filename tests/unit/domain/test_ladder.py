"""The ladder of the decision summary: chase, chase higher, be loud; and never publish (trap 23)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.duties import DutyKind, duties, next_due
from bot.domain.ids import PersonId
from bot.domain.particulars import Particulars
from bot.domain.verbs.correct_end import CorrectEnd
from bot.domain.verbs.give_copy import GiveCopy
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.open_round import OpenRound
from tests.dates import moment
from tests.fakes.builders import END, ENGLAND, Play, changed, conference, core_group

LADDER_KINDS = ("chase/", "late/")


def words(play: Play) -> set[str]:
    """What the ladder asks for now."""
    return {key for key in play.owed() if key.startswith(LADDER_KINDS)}


def ended(particulars: Particulars | None = None) -> Play:
    """All decided and the meeting over at 12:00, with everything said that was owed by then."""
    play = Play(particulars or conference()).bind().decided()
    play.now = END
    play.end().perform()
    return play


# hours after the end | who hears of it, when every word before was said in its time
LADDER = """
0:00  |
0:59  |
1:00  | chase/chair/approve/1
3:59  |
4:00  | chase/chair/approve/4
12:00 | chase/chair/approve/12
19:59 |
20:00 | chase/chair/approve/20 chase/manager/approve/20
23:59 |
24:00 | late/chair/approve/24 late/manager/approve/24 late/administrator/approve/24
48:00 |
"""
RUNGS = [
    (timedelta(hours=int(at.split(":")[0]), minutes=int(at.split(":")[1])), set(said.split()))
    for at, said in (line.split("|") for line in LADDER.strip().splitlines())
]


@pytest.mark.feature("A1", "A2", "M8")
def test_the_ladder_rung_by_rung() -> None:
    play = ended()
    for after, said in RUNGS:
        play.now = END + after
        assert words(play) == said, after
        play.perform()
        assert not any(key.startswith("summary/") for key in play.state.sends)


@pytest.mark.feature("M8")
@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (3.5, "chase/chair/approve/1"),
        (5, "chase/chair/approve/4"),
        (19, "chase/chair/approve/12"),
        (21, "chase/chair/approve/20 chase/manager/approve/20"),
        (23.9, "chase/chair/approve/20 chase/manager/approve/20"),
        (30, "late/chair/approve/24 late/manager/approve/24 late/administrator/approve/24"),
        (500, "late/chair/approve/24 late/manager/approve/24 late/administrator/approve/24"),
    ],
)
def test_after_a_silence_of_ours_there_is_one_word_and_not_four(hours: float, said: str) -> None:
    play = ended().wait(hours=hours)
    assert words(play) == set(said.split())
    play.perform()
    assert not words(play)


@pytest.mark.feature("A2")
@pytest.mark.parametrize(
    ("end", "hour", "at"),
    [
        ("Sat 24 Oct 2026 15:00", 24, "Sun 25 Oct 2026 14:00"),
        ("Sat 24 Oct 2026 15:00", 12, "Sun 25 Oct 2026 02:00"),
        ("Sat 27 Mar 2027 15:00", 24, "Sun 28 Mar 2027 16:00"),
        ("Sat 27 Mar 2027 15:00", 12, "Sun 28 Mar 2027 04:00"),
    ],
)
def test_hours_are_elapsed_hours_whatever_the_clocks_do_that_night(end: str, hour: int, at: str) -> None:
    """02:00 comes once on 25 October; the hour that comes twice is 01:00 to 02:00."""
    start = moment(end) - timedelta(hours=2)
    play = Play(conference(start=start, planned_end=moment(end)), now=start).decided().until(end).end()
    key = f"{'late' if hour == 24 else 'chase'}/chair/approve/{hour}"
    for told in ("by the end event", "by a correction"):
        if told == "by a correction":
            play.does("chair", CorrectEnd(ended_at=moment(end), reason="to the minute"))
            key = key.replace("late/chair/approve/24", "late/chair/approve/1024")
        play.until(at).wait(seconds=-1)
        assert key not in play.owed(), told
        assert key in play.wait(seconds=1).owed(), told


@pytest.mark.feature("A2")
def test_a_corrected_end_moves_the_ladder() -> None:
    play = ended().wait(hours=2)
    play.perform()
    play.does("chair", CorrectEnd(ended_at=END + timedelta(hours=2), reason="we went on by telephone"))
    assert next_due(play.state, play.now, ENGLAND) == END + timedelta(hours=6)
    play.now = END + timedelta(hours=6)
    assert words(play) == {"chase/chair/approve/4"}
    play.perform()
    play.does("manager", CorrectEnd(ended_at=END - timedelta(hours=1), reason="no, it was earlier"))
    assert next_due(play.state, play.now, ENGLAND) == END + timedelta(hours=11)


@pytest.mark.feature("A1")
def test_nobody_ends_the_meeting_and_the_ladder_stands_all_the_same() -> None:
    play = Play().wait(hours=-2)
    assert next_due(play.state, play.now, ENGLAND)
    play.now = END + timedelta(hours=2, minutes=59)
    assert words(play) == set()
    play.now += timedelta(minutes=1)
    assert words(play) == {"chase/chair/approve/1"}
    play.now = END + timedelta(hours=26)
    assert {key.split("/")[0] for key in words(play)} == {"late"}


@pytest.mark.feature("A1")
def test_approval_ends_the_chase_for_approval_and_the_copies_are_chased_from_then_on() -> None:
    play = ended().wait(hours=2)
    play.perform()
    play.approve()
    assert words(play) == set(), "nobody is chased in the moment in which they are asked"
    play.perform()
    play.wait(hours=2)
    assert words(play) == {"chase/ines/copies/4"}
    play.perform()
    play.does("ines", *(GiveCopy(person=PersonId(who), how="by hand") for who in ("katya", "desmond")))
    play.wait(hours=8)
    assert words(play) == {"chase/ines/copies/12"}, "the observer is still without"
    play.perform()
    play.wait(hours=8)
    assert words(play) == {"chase/ines/copies/20", "chase/manager/copies/20"}
    play.perform()
    play.wait(hours=4)
    assert words(play) == {f"late/{who}/copies/24" for who in ("ines", "manager", "administrator")}
    play.perform()
    play.does("ines", GiveCopy(person=PersonId("orla"), how="by hand"))
    play.perform()
    assert next_due(play.state, play.now, ENGLAND) is None


@pytest.mark.feature("A1")
def test_once_everybody_has_it_there_is_silence() -> None:
    play = ended().approve()
    play.perform()
    play.does("ines", *(GiveCopy(person=PersonId(who), how="by hand") for who in ("katya", "desmond", "orla")))
    play.perform()
    assert next_due(play.state, play.now, ENGLAND) is None
    assert duties(play.state, play.now + timedelta(days=400), ENGLAND) == ()


@pytest.mark.feature("A6")
def test_a_summary_that_cannot_be_sent_is_a_copy_to_be_carried() -> None:
    play = ended().approve()
    assert "copy/ines/harriet/0" not in play.owed()
    play.perform(failing={"summary/harriet//0"})
    assert play.state.sends["copy/ines/harriet/0"].face == "ask"
    play.wait(hours=1, minutes=1)
    assert words(play) == {"chase/ines/copies/1"}
    play.does("ines", GiveCopy(person=PersonId("harriet"), how="by secure mail"))
    play.perform()
    assert play.state.sends["copy/ines/harriet/0"].face == "given"


def test_whoever_takes_the_chair_is_the_one_who_is_chased() -> None:
    play = ended().wait(hours=2)
    play.perform()
    play.does("manager", HandOverChair(to=PersonId("stand_in"), reason="ill"))
    assert words(play) == {"chase/stand_in/approve/1"}
    play.perform()
    assert play.wait(hours=2).keys("chase") == {"chase/stand_in/approve/4"}


def test_a_manager_in_the_chair_is_chased_once() -> None:
    play = ended()
    play.does("manager", HandOverChair(to=PersonId("manager"), reason="ill"))
    play.wait(hours=20)
    assert words(play) == {"chase/manager/approve/20"}


def test_the_loudest_word_is_owed_whether_or_not_anybody_can_be_reached() -> None:
    given = changed(changed(conference(), "chair", installed=False), "manager", installed=False)
    play = Play(given).wait(hours=-1)
    play.now = END + timedelta(hours=26)
    assert words(play) == {f"late/{who}/approve/24" for who in ("chair", "manager", "administrator")}


def test_without_manager_or_administrator_the_chair_still_hears() -> None:
    given = conference()
    people = tuple(one for one in given.people if one.id not in ("manager", "administrator"))
    play = Play(replace(given, people=people))
    play.now = END + timedelta(hours=26)
    assert words(play) == {"late/chair/approve/24"}


@pytest.mark.feature("V26")
def test_a_core_group_has_no_summary_no_draft_and_no_ladder() -> None:
    play = Play(core_group()).gather()
    play.explain().does("ines", OpenRound())
    play.answer(recommendation="", category="").close().end()
    owed = {key.split("/")[0] for key in play.owed()}
    assert DutyKind.TALLY in owed
    assert not owed & {DutyKind.SUMMARY_DRAFT, DutyKind.DECISIONS, DutyKind.SUMMARY, DutyKind.CHASE, DutyKind.LATE}
    play.perform()
    assert next_due(play.state, play.now, ENGLAND) is None
