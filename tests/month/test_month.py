"""The small part of `make month`, in every run of the tests: fewer conferences, the same judge, and some of what it must find."""

import pytest

from bot.domain.duties import DutyKind
from month.controls import CONTROLS, found
from month.council import Council, Way
from month.play import play
from month.whole import play_whole

SOME = 3
QUICK = ("reminders go on after a cancellation", "what fails once is given up")


@pytest.mark.feature("B6", "B11", "B28")
@pytest.mark.timeout(240)
async def test_everybody_is_told_once_on_the_right_day_and_never_after() -> None:
    month = await play(1, SOME)
    verdict = month.verdict
    assert not verdict.faults
    assert verdict.owed == verdict.sent > 100
    assert verdict.most_reminders == 1
    kinds = {one.kind for one in month.journal.sent}
    assert {DutyKind.INVITATION, DutyKind.REMINDER, DutyKind.BY_HAND} <= kinds
    assert {one.way for one in month.journal.sent} == {Way.TEAMS, Way.MAIL}


@pytest.mark.feature("B6", "B11", "B28")
@pytest.mark.timeout(240)
async def test_on_the_whole_bot_one_is_moved_and_everybody_is_told_as_in_memory() -> None:
    month = await play_whole(1, 1)
    verdict = month.verdict
    assert not verdict.faults
    assert verdict.owed == verdict.sent > 20
    assert verdict.most_reminders == 1
    assert month.done["pressed"] > 10
    assert {one.way for one in month.journal.sent} == {Way.TEAMS, Way.MAIL}


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", QUICK)
async def test_a_rule_taken_away_is_found(name: str) -> None:
    assert name in CONTROLS
    assert await found(name)


def test_a_whole_month_has_forty_conferences_and_four_hundred_people() -> None:
    for seed in (1, 2, 3):
        council = Council(seed, 40)
        assert len(council.planned) == 40
        assert council.invitees >= 400
