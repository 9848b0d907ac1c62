"""The cheap half of `make chaos`, in every run of the tests: the same harness, fewer blows, and what it must find."""

from pathlib import Path

import pytest

from bot.bootstrap import opened_store
from chaos import controls, crashes, play, rounds
from chaos.audit import in_files
from chaos.case import CALLED
from chaos.figures import Figures
from chaos.ledger import Ledger, Told
from chaos.times import Times

SLOW = pytest.mark.timeout(240)


@SLOW
async def test_nothing_acknowledged_is_lost_when_a_store_is_killed_in_a_burst(tmp_path: Path) -> None:
    found = await crashes.crash(tmp_path, 3, "1")
    assert found.runs == 3
    assert found.acknowledged > 100
    assert found.lost == 0


@SLOW
async def test_the_tally_is_what_was_accepted_however_closes_race_it(tmp_path: Path) -> None:
    async with opened_store(crashes.settings(tmp_path)) as store:
        found = await rounds.hold(store, 3, "1")
    assert (found.held, found.mismatches) == (3, 0)
    assert found.accepted
    assert found.refused


@SLOW
async def test_a_conference_survives_its_bot_and_its_store() -> None:
    found = await play.on_embedded("1", 4)
    assert not list(found.reasons()), "\n".join(found.lines())
    assert found.acknowledged >= 4
    assert found.delivered == found.owed == 5


_CHEAP = (
    "the library's retries left on",
    "content posted at once, without a shell",
    "an operation named by the activity's id",
    "sealing off",
)


@SLOW
@pytest.mark.parametrize("name", _CHEAP)
async def test_a_protection_taken_away_is_found(name: str) -> None:
    assert await controls.CONTROLS[name]()


# The books themselves


def test_a_post_it_that_was_acknowledged_and_does_not_stand_is_lost() -> None:
    ledger = Ledger()
    first, second = ledger.press("a", "seat01", "no_plan"), ledger.press("a", "seat01", "no_plan")
    first.told, ledger.tallied["a"] = Told.RECORDED, []
    assert ledger.lost("a") == [first]
    ledger.tallied["a"] = [second.number]
    assert not ledger.lost("a"), "what came later may stand in its place, told of or not"
    second.told, ledger.tallied["a"] = Told.RECORDED, [first.number]
    assert ledger.lost("a") == [second]


def test_a_seat_that_stands_twice_is_counted_double() -> None:
    ledger = Ledger()
    numbers = [ledger.press("a", "seat01", "no_plan").number for _ in range(2)]
    ledger.tallied["a"] = numbers
    assert ledger.doubled("a") == 1
    ledger.tallied["a"], ledger.counted["a"] = numbers[:1], 2
    assert ledger.doubled("a") == 1


@pytest.mark.parametrize(
    "change",
    [
        {"lost": ["x"]},
        {"doubled": ["x"]},
        {"leaked": ["x"]},
        {"misled": ["x"]},
        {"owed": 2, "delivered": 1},
        {"late": 2, "alarmed": 1},
        {"duplicates_with_content": 1},
        {"duplicates": 3, "causes": 2},
        {"wrong": ["x"]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_each_figure_has_its_bar(change: dict[str, object]) -> None:
    assert not list(Figures(seed="1", name="clear", owed=1, delivered=1, duplicates=1, causes=1).reasons())
    assert list(Figures(seed="1", name="not clear", **change).reasons())  # type: ignore[arg-type]


def test_words_of_the_case_are_found_in_files(tmp_path: Path) -> None:
    (tmp_path / "one.log").write_text("nothing")
    assert not in_files(tmp_path)
    (tmp_path / "two.log").write_text(f"{CALLED} and zq12x")
    assert len(in_files(tmp_path)) == 2


def test_the_time_is_the_same_in_every_process() -> None:
    times = Times()
    times.leap(times.now().replace(year=times.now().year + 1))
    other = Times.read(times.written())
    assert abs((other.now() - times.now()).total_seconds()) < 60
