"""A reminder goes once a day to each person, from whichever of their conferences comes first (B11)."""

from datetime import timedelta

import pytest

from bot.domain.ids import ConferenceId, PersonId
from bot.usecases.once_a_day import WAIT, OnceADay, Turn, names_of
from bot.usecases.ports import SendError, StoreDownError, TooSoonError
from tests.dates import moment
from tests.fakes.builders import account
from tests.fakes.letters import convened
from tests.unit.usecases.test_perform_duty import CID, World

pytestmark = pytest.mark.feature("B11", "M8")

OTHER = ConferenceId("another")
INES = PersonId("ines")


def reminding() -> World:
    """Everybody is asked, and it is the hour at which those who have not answered are reminded."""
    play = convened(also=["ines"], calendar=False)
    play.perform()
    play.until("Wed 25 Nov 2026 08:30")
    return World(play)


def names(here: World) -> frozenset[str]:
    return names_of(here.play.state, INES)


def reminders(here: World, who: str = "ines") -> int:
    return here.teams.times("post", who, "reminder")


async def test_the_first_is_sent_and_the_others_know_of_it() -> None:
    here = reminding()
    await here.perform(CID)
    assert reminders(here) == 1
    assert await here.days.claim(names(here), here.at.date(), OTHER) is Turn.ELSEWHERE


async def test_whoever_had_one_elsewhere_is_sent_none_and_it_is_recorded_so() -> None:
    here = reminding()
    await here.days.settle(names(here), here.at.date(), OTHER, sent=True)
    await here.perform(CID)
    assert reminders(here) == 0
    assert reminders(here, "patrick") == 1
    [send] = [send for key, send in (await here.sends()).items() if key.startswith("reminder/ines/")]
    assert send.face == "elsewhere"
    assert not here.teams.times("fill", "ines", "reminder"), "there is nothing to edit"
    here.at += timedelta(hours=12)
    await here.perform(CID)
    assert reminders(here) == 0


async def test_while_one_is_on_its_way_elsewhere_it_is_looked_again_soon() -> None:
    here = reminding()
    await here.days.claim(names(here), here.at.date(), OTHER)
    rest = await here.perform(CID)
    assert reminders(here) == 0
    assert rest.due is not None
    assert rest.due <= here.at + timedelta(seconds=WAIT)
    await here.days.settle(names(here), here.at.date(), OTHER, sent=False)
    here.at = rest.due
    await here.perform(CID)
    assert reminders(here) == 1, "it did not go there, so it goes here"


async def test_what_does_not_go_leaves_the_day_to_another() -> None:
    here = reminding()
    here.teams.fails = lambda _, one: SendError("http_502", final=False) if one.view == "reminder" else None
    await here.perform(CID)
    assert await here.days.claim(names(here), here.at.date(), OTHER) is Turn.OURS


async def test_the_day_is_londons() -> None:
    here = reminding()
    once = OnceADay(daily=here.days, clock=here)
    here.at = moment("Wed 1 Jul 2026 00:30")
    await once.settle(CID, here.play.state, INES, sent=True)
    here.at = moment("Wed 1 Jul 2026 23:30")
    assert await once.elsewhere(OTHER, here.play.state, INES)
    here.at = moment("Thu 2 Jul 2026 00:30")
    assert not await once.elsewhere(OTHER, here.play.state, INES)


class _Away:
    async def claim(self, *_: object) -> Turn:
        raise StoreDownError

    async def settle(self, *_: object, sent: bool) -> None:
        raise StoreDownError


async def test_with_the_store_away_nothing_is_sent_and_nothing_breaks() -> None:
    here = reminding()
    once = OnceADay(daily=_Away(), clock=here)
    with pytest.raises(TooSoonError):
        await once.elsewhere(CID, here.play.state, INES)
    await once.settle(CID, here.play.state, INES, sent=True)


def test_somebody_is_the_same_person_by_account_and_by_address() -> None:
    here = reminding()
    assert names(here) == {f"council:{account('ines').oid}", "ines@post.example"}
