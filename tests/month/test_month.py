"""The small half of `make month`, in every run of the tests: fewer conferences, the same judge, and what it must find."""

import pytest

from bot.domain.duties import DutyKind
from month.controls import CONTROLS, SEEDS
from month.council import Council, Way
from month.play import play

SOME, FEW = 5, 4


@pytest.mark.feature("B6", "B11", "B28")
@pytest.mark.timeout(240)
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_everybody_is_told_once_on_the_right_day_and_never_after(seed: int) -> None:
    month = await play(seed, SOME)
    verdict = month.verdict
    assert not verdict.faults
    assert verdict.owed == verdict.sent > 100
    assert verdict.most_reminders == 1
    kinds = {one.kind for one in month.journal.sent}
    assert {DutyKind.INVITATION, DutyKind.REMINDER, DutyKind.BY_HAND} <= kinds
    assert {one.way for one in month.journal.sent} == {Way.TEAMS, Way.MAIL}


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", CONTROLS)
async def test_a_rule_taken_away_is_found(name: str) -> None:
    expected, taken_away = CONTROLS[name]
    with taken_away():
        found = (await play(SEEDS.get(name, 1), FEW)).verdict.faults
    assert any(expected in fault for fault in found), found[:10]


def test_a_whole_month_has_forty_conferences_and_four_hundred_people() -> None:
    for seed in (1, 2, 3):
        council = Council(seed, 40)
        assert len(council.planned) == 40
        assert council.invitees >= 400
