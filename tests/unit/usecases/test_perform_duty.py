"""What is owed is sent, tried again, given up and put off as it should be (promises 4, 10, 11, 12)."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

import pytest

from bot.adapters.calendar import LibraryCalendars
from bot.domain.conference import Send
from bot.domain.delivery import by_hand
from bot.domain.duties import DutyKind
from bot.domain.evolve import evolve
from bot.domain.ids import ConferenceId, OpId
from bot.domain.notice import Address, Notice
from bot.teams.failures import refused
from bot.usecases import perform_duty as module
from bot.usecases.conferences import Conferences
from bot.usecases.confirming import NOT_CONFIRMED, Confirming
from bot.usecases.once_a_day import OnceADay
from bot.usecases.perform_duty import PerformDuty, Rest
from bot.usecases.ports import (
    Append,
    Appended,
    Conflict,
    Known,
    Posted,
    Recorded,
    SendError,
    TooSoonError,
    Unmetered,
)
from bot.usecases.press import Press
from tests.fakes.builders import Play
from tests.fakes.daily import Days

CID = ConferenceId("c")


class Log:
    """EventLog, in memory. `sure`: whether it confirms."""

    def __init__(self, play: Play) -> None:
        self.lines = [
            Recorded(seq=seq, at=at, actor="", op=OpId(f"o{seq}"), event=event)
            for seq, (event, at) in enumerate(play.happened, 1)
        ]
        self.sure = True
        self.reads = 0

    async def read(self, cid: ConferenceId, after: int = 0) -> tuple[Recorded, ...]:
        self.reads += 1
        return tuple(self.lines[after:])

    async def append(self, wish: Append) -> Appended | Conflict | Known:
        await asyncio.sleep(0)
        if wish.expected != len(self.lines):
            return Conflict(tail=tuple(self.lines[wish.expected :]))
        for one in wish.operations:
            for event in one.events:
                line = Recorded(seq=len(self.lines) + 1, at=one.at, actor=one.actor, op=one.op, event=event)
                self.lines.append(line)
        return Appended(version=len(self.lines), durable=self.sure)

    async def confirm(self, cid: ConferenceId, version: int) -> bool:
        return self.sure

    async def by_chat(self, chat: str) -> tuple[ConferenceId, ...]:
        return ()

    async def by_person(self, person: str) -> tuple[ConferenceId, ...]:
        return ()

    async def in_weeks(self, weeks: Collection[str]) -> tuple[ConferenceId, ...]:
        return ()

    async def all(self) -> tuple[ConferenceId, ...]:
        return (CID,)


class Teams:
    """Messenger. `fails` says what becomes of a request, by what is asked, of whom and what it should show."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Notice]] = []
        self.fails: Callable[[str, Notice], Exception | None] = lambda _what, _notice: None
        self.slow = 0.0
        self.now = 0
        self.widest = 0

    async def post_shell(self, notice: Notice) -> Posted:
        await self._ask("post", notice)
        return Posted(conversation=f"a:{notice.person}", message=f"m{len(self.asked)}")

    async def fill(self, notice: Notice, posted: Posted) -> None:
        await self._ask("fill", notice)

    async def _ask(self, what: str, notice: Notice) -> None:
        self.asked.append((what, notice))
        self.now += 1
        self.widest = max(self.widest, self.now)
        try:
            await asyncio.sleep(self.slow)
            if error := self.fails(what, notice):
                raise error
        finally:
            self.now -= 1

    def times(self, what: str, person: str, view: str = "summary") -> int:
        return sum((how, one.person, one.view) == (what, person, view) for how, one in self.asked)


class World:
    def __init__(self, play: Play) -> None:
        self.play = play
        self.at = play.now
        self.log = Log(play)
        self.teams = Teams()
        self.alarms: set[str] = set()
        self.seconds = 0.0
        self.spread = 0.5
        self.too_soon: Callable[[Address], float] = lambda _: 0
        self.ops = 0
        self.days = Days()
        self.conferences = Conferences(self.log)
        press = Press(
            log=self.log,
            conferences=self.conferences,
            calendars=LibraryCalendars(),
            clock=self,
            wake=lambda cid: None,
        )
        self.perform = PerformDuty(
            press=press,
            conferences=self.conferences,
            messenger=self.teams,
            pace=self.pace,
            alarms=self,
            confirming=Confirming(log=self.log, alarms=self, seconds=lambda: self.seconds),
            once=OnceADay(daily=self.days, clock=self),
            calendars=LibraryCalendars(),
            clock=self,
            ids=self,
            meter=Unmetered(),
            spread=lambda: self.spread,
        )

    def now(self) -> datetime:
        return self.at

    def op(self) -> OpId:
        self.ops += 1
        return OpId(f"bot-{self.ops}")

    def conference(self) -> ConferenceId:
        raise NotImplementedError

    def raise_(self, cid: ConferenceId, code: str) -> None:
        self.alarms.add(code)

    def clear(self, cid: ConferenceId, code: str = "") -> None:
        self.alarms -= {code} if code else self.alarms

    async def pace(self, cid: ConferenceId, to: Address) -> None:
        if seconds := self.too_soon(to):
            raise TooSoonError(seconds)

    async def sends(self) -> dict[str, Send]:
        state = None
        for line in self.log.lines:
            state = evolve(state, line.event, line.at)
        assert state is not None
        self.state = state
        return dict(state.sends)


def world(play: Play | None = None) -> World:
    """All is decided and sent, and the chair has just approved: the summaries are owed."""
    if play is None:
        play = Play().bind().decided()
        play.perform()
        play.wait(minutes=90).end()
        play.perform()
        play.approve()
    return World(play)


def only(what: str, person: str, error: SendError) -> Callable[[str, Notice], Exception | None]:
    return lambda how, one: error if (how, one.person, one.view) == (what, person, "summary") else None


async def test_a_shell_and_then_its_content_to_each_entitled_with_one_look_at_the_store() -> None:
    here = world()
    rest = await here.perform(CID, len(here.log.lines))
    sends = await here.sends()
    for who in ("chair", "ines", "patrick"):
        assert (here.teams.times("post", who), here.teams.times("fill", who)) == (1, 1)
        assert sends[f"summary/{who}//0"].face == "content"
    assert all(one.face == "ready" for how, one in here.teams.asked if (how, one.view) == ("post", "summary"))
    assert here.log.reads == 1, "what was recorded here need not be asked for"
    assert rest.version == len(here.log.lines)
    assert rest.due is None or rest.due > here.at


@pytest.mark.parametrize(
    ("status", "told"), [(429, "7"), (429, None), (412, None), (502, None), (503, None), (504, None)]
)
async def test_what_may_pass_is_tried_again_and_not_before_what_teams_says(status: int, told: str | None) -> None:
    here = world()
    here.teams.fails = only("post", "ines", refused(status, None, told))
    rest = await here.perform(CID)
    send = (await here.sends())["summary/ines//0"]
    assert not send.failed
    assert not send.posted
    assert send.retry_at is not None
    assert send.retry_at >= here.at + timedelta(seconds=float(told or 0))
    assert send.retry_at <= here.at + timedelta(seconds=float(told or 1) + 1)
    assert rest.due == send.retry_at
    here.teams.fails = lambda _how, _one: None
    here.at = send.retry_at
    await here.perform(CID)
    assert (await here.sends())["summary/ines//0"].face == "content"
    assert here.teams.times("post", "ines") == 2, "it counted as not sent"


async def test_backing_off_is_full_jitter_and_has_an_end() -> None:
    waits: dict[float, list[float]] = {0.0: [], 0.5: [], 1.0: []}
    for spread, found in waits.items():
        here = world()
        here.spread = spread
        here.teams.fails = only("post", "ines", SendError("http_503", final=False))
        for _ in range(25):
            await here.perform(CID)
            retry = (await here.sends())["summary/ines//0"].retry_at
            assert retry is not None
            found.append((retry - here.at).total_seconds())
            here.at = retry
    assert waits[1.0][:7] == [1, 2, 4, 8, 16, 32, 60]
    assert waits[1.0][-1] == 600
    assert all(low < middle < high for low, middle, high in zip(*waits.values(), strict=True))
    assert set(waits[0.0]) == {0.1}


@pytest.mark.parametrize("status", [400, 403, 404, 410])
@pytest.mark.parametrize("how", ["post", "fill"])
async def test_what_teams_refuses_for_good_is_failed_and_goes_by_hand_at_once(status: int, how: str) -> None:
    """Promise 12: in the same look, not an hour later."""
    here = world()
    here.teams.fails = only(how, "patrick", refused(status, None, None))
    await here.perform(CID)
    sends = await here.sends()
    assert sends["summary/patrick//0"].failed == f"http_{status}"
    assert "patrick" in by_hand(here.state)
    assert any(
        key.startswith("copy/") and key.split("/")[2] == "patrick" and send.posted for key, send in sends.items()
    )
    assert here.teams.times(how, "patrick") == 1


async def test_an_answer_that_never_comes_is_waited_for_so_long_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    here = world()
    here.teams.slow = 30
    await here.perform(CID)
    send = (await here.sends())["summary/ines//0"]
    assert send.retry_at is not None
    assert not send.failed


async def test_no_more_at_once_than_the_connections_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WIDE", 3)
    here = world()
    here.teams.slow = 0.002
    await here.perform(CID)
    assert here.teams.widest == 3


async def test_nothing_that_shows_a_tick_is_sent_before_the_store_confirms() -> None:
    here = world()
    here.log.sure = False
    rest = await here.perform(CID)
    assert here.teams.asked == []
    assert rest.due == here.at + module.CONFIRM_EVERY
    assert here.alarms == set()
    here.seconds = 31
    assert (await here.perform(CID)).due == here.at + module.CONFIRM_EVERY
    assert here.alarms == {NOT_CONFIRMED}
    here.log.sure = True
    await here.perform(CID)
    assert here.alarms == set()
    assert here.teams.times("fill", "ines") == 1


async def test_a_conference_that_owes_nothing_is_asked_about_all_the_same() -> None:
    play = Play().bind()
    play.perform()
    here = world(play)
    here.log.sure = False
    assert (await here.perform(CID)).due == here.at + module.CONFIRM_EVERY


async def test_noise_is_not_held_up_by_a_store_that_will_not_confirm() -> None:
    play = Play().bind().decided()
    play.perform()
    play.wait(minutes=90).end().wait(hours=25)
    here = world(play)
    here.log.sure = False
    await here.perform(CID)
    assert {one.view for _, one in here.teams.asked} <= {DutyKind.CHASE, DutyKind.LATE}
    assert here.teams.asked


async def test_what_it_is_too_soon_for_is_put_off_alone_and_nothing_is_recorded_of_it() -> None:
    here = world()
    here.too_soon = lambda to: 30.0 if to.account and to.account.oid == "oid-ines" else 0
    rest = await here.perform(CID)
    sends = await here.sends()
    assert "summary/ines//0" not in sends
    assert sends["summary/chair//0"].face == "content"
    assert rest.due == here.at + timedelta(seconds=30)


async def test_told_to_stop_it_begins_nothing_more_and_leaves_it_owed() -> None:
    here = world()
    here.teams.slow = 0.05
    work = asyncio.ensure_future(here.perform(CID))  # noqa: TID251 - a test's own
    while not here.teams.asked:  # noqa: ASYNC110 - it is another task's
        await asyncio.sleep(0)
    begun = len(here.teams.asked)
    here.perform.stop()
    rest: Rest = await work
    assert len(here.teams.asked) == begun
    assert rest.due is not None
    assert rest.due <= here.at
    sends: Sequence[Send] = [send for key, send in (await here.sends()).items() if key.startswith("summary/")]
    assert sends
    assert all(send.posted for send in sends), "what was under way was recorded"


async def test_a_conference_that_nobody_set_up_is_owed_nothing() -> None:
    here = world()
    here.log.lines.clear()
    assert await here.perform(CID) == Rest(None, 0)
