"""Errands beside messages: nobody's card waits for Microsoft 365, and what does not work is tried again as told (S-6)."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from bot.adapters.calendar import LibraryCalendars
from bot.domain.actor import Account
from bot.domain.errands import ErrandKind
from bot.domain.events_before import ConferenceCancelled, Replied
from bot.domain.ids import PersonId
from bot.domain.microsoft import Held, Obstacle, Option
from bot.domain.preparations import Coming, Progress
from bot.usecases import perform as module
from bot.usecases.confirming import Confirming
from bot.usecases.errands import MENDED, MOST, RunErrand
from bot.usecases.microsoft import Found, Microsoft365, Wish
from bot.usecases.perform import Perform
from bot.usecases.ports import Append as Appending
from bot.usecases.ports import Operation, SendError, StoreDownError, Unmetered
from tests.fakes.builders import START, Play, changed, conference
from tests.fakes.errands import MADE, convened
from tests.unit.usecases.test_perform_duty import CID, World

MINUTE = timedelta(minutes=1)


class Office:
    """Directory, Meetings and Apps. `fails` says what becomes of an errand; `gate`, where set, keeps each waiting."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.keys: list[str] = []
        self.fails: Callable[[str], Exception | None] = lambda _: None
        self.gate: asyncio.Event | None = None

    async def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.gate is not None:
            await self.gate.wait()
        if error := self.fails(what):
            raise error

    async def find(self, address: str) -> Found | None:
        await self._ask(f"find {address}")
        return None

    async def members(self, group: str) -> frozenset[str]:
        raise NotImplementedError

    async def hold(self, wish: Wish) -> Held:
        self.keys.append(wish.key)
        await self._ask("hold")
        return MADE

    async def move(self, held: Held, start: datetime, end: datetime) -> None:
        await self._ask("move")

    async def invite(self, held: Held, invited: Sequence[str]) -> None:
        await self._ask("invite")

    async def cancel(self, held: Held, comment: str) -> None:
        await self._ask("cancel")

    async def undo(self, wish: Wish, comment: str) -> None:
        self.keys.append(wish.key)
        await self._ask("undo")

    async def settle(self, held: Held, hosts: Sequence[Account]) -> tuple[Option, ...]:
        await self._ask("settle")
        return ()

    async def check(self, held: Held, hosts: Sequence[Account]) -> tuple[Option, ...]:
        await self._ask("check")
        return ()

    async def add_to_chat(self, chat: str) -> None:
        await self._ask("add_to_chat")

    async def add_for(self, account: Account) -> None:
        await self._ask(f"add_for {account.oid}")

    async def chat_with(self, account: Account) -> str:
        raise NotImplementedError


class Bureau(World):
    """A world with an office; `whole` performs everything."""

    def __init__(self, play: Play, *, on: bool = True) -> None:
        super().__init__(play)
        self.office = Office()
        microsoft = Microsoft365(directory=self.office, meetings=self.office, apps=self.office) if on else None
        self.errand = RunErrand(
            microsoft=microsoft,
            press=self.perform.press,
            clock=self,
            ids=self,
            meter=Unmetered(),
            spread=lambda: self.spread,
        )
        self.whole = Perform(
            duties=self.perform,
            errand=self.errand,
            conferences=self.conferences,
            confirming=Confirming(log=self.log, alarms=self, seconds=lambda: self.seconds),
            calendars=LibraryCalendars(),
            clock=self,
        )

    async def progress(self, errand: str) -> Progress:
        await self.sends()
        return self.state.before.errands[errand]

    def refuse(self, what: str, code: Obstacle, *, final: bool = False, wait: float | None = None) -> None:
        error = SendError(code, final=final, retry_after=wait)
        self.office.fails = lambda asked: error if asked.startswith(what) else None


async def until(so: Callable[[], bool]) -> None:
    for _ in range(400):
        if so():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came to that")


async def test_all_of_it_is_done_and_then_nothing_is() -> None:
    here = Bureau(convened("harriet"))
    rest = await here.whole(CID)
    assert here.office.asked == ["hold", "add_to_chat", "find harriet@council.example", "settle"]
    assert rest.due is not None
    assert rest.due > here.at
    await here.whole(CID)
    assert len(here.office.asked) == 4


async def test_what_is_made_has_the_conferences_own_key_and_the_next_one_another() -> None:
    here = Bureau(convened())
    await here.whole(CID)
    await here.sends()
    assert here.office.keys == [f"{CID}-0"]


async def test_a_worker_that_dies_in_between_asks_for_the_same_meeting_again() -> None:
    here = Bureau(convened())
    here.office.gate = asyncio.Event()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await here.whole(CID)
    here.office.gate = None
    await here.whole(CID)
    assert here.office.keys == [f"{CID}-0"] * 2


async def test_cancelled_before_it_was_heard_of_it_is_undone_under_the_same_key() -> None:
    play = convened()
    play.happens(ConferenceCancelled(reason="ill", by=PersonId("chair")))
    here = Bureau(play)
    await here.whole(CID)
    assert (here.office.asked, here.office.keys) == (["undo"], [f"{CID}-0"])


@pytest.mark.parametrize(("told", "seconds"), [(7.0, 10.0), (3600.0, 3603.0)])
async def test_microsofts_own_wait_is_waited_out(told: float, seconds: float) -> None:
    here = Bureau(convened("harriet"))
    here.refuse("hold", Obstacle.BUSY, wait=told)
    await here.whole(CID)
    assert (await here.progress("hold//0")).retry_at == here.at + timedelta(seconds=seconds)
    assert here.office.asked == ["hold"], "nobody else asks either"


async def test_the_longer_it_is_away_the_less_often_it_is_asked() -> None:
    here = Bureau(convened())
    here.spread = 1.0
    here.refuse("hold", Obstacle.NO_ANSWER)
    waits = []
    for _ in range(14):
        before = here.at
        await here.whole(CID)
        again = (await here.progress("hold//0")).retry_at
        assert again is not None
        waits.append((again - before).total_seconds())
        here.at = again
    assert waits[:4] == [4, 8, 16, 32]
    assert waits == sorted(waits)
    assert waits[-1] == MOST.total_seconds()


async def test_what_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.usecases.errands.PATIENCE", 0.02)
    here = Bureau(convened())
    here.office.gate = asyncio.Event()
    await here.whole(CID)
    assert (await here.progress("hold//0")).code == Obstacle.NO_ANSWER


@pytest.mark.parametrize(
    ("code", "tries"),
    [(Obstacle.NO_SUCH_CHAT, 3), (Obstacle.POLICY_MISSING, 1), (Obstacle.APP_BLOCKED, 1)],
)
async def test_a_no_is_a_no_but_for_what_may_not_be_known_yet(code: Obstacle, tries: int) -> None:
    here = Bureau(convened())
    here.refuse("add_to_chat", code, final=True)
    for _ in range(tries):
        assert not (await here.progress("hold//0")).failed
        await here.whole(CID)
        here.at += MINUTE
    await here.sends()
    (name,) = (name for name in here.state.before.errands if name.startswith("chat"))
    progress = await here.progress(name)
    assert (progress.failed, progress.attempts) == (code, tries)
    assert progress.retry_at is not None
    assert progress.retry_at > here.at + MENDED - 2 * MINUTE


async def test_switched_off_is_said_and_asked_of_nobody() -> None:
    here = Bureau(convened("harriet"), on=False)
    await here.whole(CID)
    assert {(await here.progress(name)).failed for name in ("hold//0", "find/harriet/0")} == {Obstacle.SWITCHED_OFF}


async def test_somebody_of_another_organisation_is_nobodys_trouble() -> None:
    play = Play(changed(conference(), "harriet", installed=False), now=START - timedelta(days=7))
    play.happens(*[event for event, _ in convened().happened[1:]])
    here = Bureau(play)
    here.refuse("add_for", Obstacle.OTHER_COUNCIL, final=True)
    await here.whole(CID)
    assert "add_for oid-harriet" in here.office.asked
    assert (await here.progress("install/harriet/0")).done_at
    assert not [name for name, one in here.state.before.errands.items() if one.code]


async def test_messages_do_not_wait_for_an_errand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody answers while Microsoft 365 takes its time: their message says so before it has answered."""
    monkeypatch.setattr(module, "BESIDE", 0.01)
    play = convened(join_link="https://teams.microsoft.com/l/meetup-join/19%3ameeting_own%40thread.v2/0")
    here = Bureau(play)
    here.office.gate = asyncio.Event()

    async def meanwhile() -> None:
        await until(lambda: here.teams.times("post", "ines", "invitation") > 0)
        await until(lambda: here.office.asked == ["add_to_chat"])
        here.teams.asked.clear()
        version = len(here.log.lines)
        replied = Replied(person=PersonId("ines"), coming=Coming.ATTENDING, time=0, by=PersonId("ines"))
        operation = Operation(op=here.op(), actor="ines", at=here.at, events=[replied])
        await here.log.append(
            Appending(cid=CID, expected=version, operations=[operation], next_due=None, links=None)  # type: ignore[arg-type]
        )
        await until(lambda: here.teams.times("fill", "ines", "invitation") > 0)
        assert here.office.gate is not None
        here.office.gate.set()

    async with asyncio.timeout(5):
        await asyncio.gather(here.whole(CID), meanwhile())


async def test_nothing_is_done_for_what_the_store_has_not_confirmed() -> None:
    here = Bureau(convened())
    here.log.sure = False
    rest = await here.whole(CID)
    assert not here.office.asked
    assert rest.due is not None
    assert rest.due > here.at, "and not looked at over and over meanwhile"


async def test_a_store_that_goes_away_is_for_whoever_drives_to_hear_of() -> None:
    here = Bureau(convened())

    async def away(_wish: object) -> object:
        raise StoreDownError

    here.log.append = away  # type: ignore[method-assign,assignment]
    with pytest.raises(StoreDownError):
        await here.whole(CID)


async def test_told_to_stop_nothing_more_is_begun() -> None:
    here = Bureau(convened())
    here.whole.stop()
    await here.whole(CID)
    assert not here.office.asked


async def test_every_kind_of_errand_can_be_run() -> None:
    from bot.usecases.errands import _DO  # noqa: PLC0415 - private, and looked at here alone

    assert set(_DO) == set(ErrandKind)
