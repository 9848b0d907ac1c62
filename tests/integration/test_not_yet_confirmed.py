"""Nobody is told "recorded" before the store has said that it would survive (promise 4)."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.durability import Durability
from bot.domain.ids import SeatId
from bot.usecases.program_keys import hash_of
from tests.integration.conference import CHAIR, SCHOOL, WORKER, Conference, set_up, view
from tests.integration.test_api import KEY, Program
from tests.integration.theatre import theatre

DOUBT = "Not yet confirmed."


async def _handed_in(one: Conference) -> int:
    state = await one.state()
    assert state.round is not None
    return state.round.post_it(SeatId("seat_school")).rev


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A replica that is not there is waited for a moment, not a second."""
    parse = Durability.parse
    monkeypatch.setattr(Durability, "parse", lambda setting: replace(parse(setting), patience_ms=20))


async def test_a_press_is_not_called_recorded_before_it_is_safe_and_is_asked_about_at_each_repeat(
    tmp_path: Path,
) -> None:
    async with theatre(tmp_path) as house:
        one = await set_up(house, (CHAIR, WORKER, SCHOOL))
        await one.gather()
        await one.open_round()
        card = await one.post_it("school")
        await house.stop_bot()
        await house.start_bot(durability="replicas=1")  # and there is none
        typed = {f"{child.id}.{name}": value for child in one.scene.about.children for name, value in view(3).items()}
        for answer in (
            await one.press("school", "post_it.hand_in", typed, on=card),
            await one.client("school").press_again(),
        ):
            assert answer.card is None
            assert DOUBT in answer.text
            assert "handed in" not in answer.text.lower()
            assert "recorded" not in answer.text.lower()
        assert await _handed_in(one) == 1
        await house.stop_bot()
        await house.start_bot()
        settled = await one.client("school").press_again()
        assert "Already recorded" in one.said("school", settled)
        assert await _handed_in(one) == 1


async def test_a_program_is_not_told_that_it_is_set_up_before_it_is_safe(tmp_path: Path) -> None:
    key = (f"cases:{hash_of(KEY)}",)
    async with theatre(tmp_path) as house:
        await house.stop_bot()
        await house.start_bot(durability="replicas=1", api_keys=key)  # and there is none
        for _ in range(2):
            status, said = await Program(house).put("FICT-2027-200")
            assert (status, said["code"]) == (503, "store_away")
        await house.stop_bot()
        await house.start_bot(api_keys=key)
        assert (await Program(house).put("FICT-2027-200"))[0] == 200
