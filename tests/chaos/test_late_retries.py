"""A late retry never overwrites a newer choice: ten thousand orders of presses, retries and cards left lying (promise 7)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import pytest
from msgspec import structs

from bot.domain.conference import Conference
from bot.domain.events import PostItHandedIn
from bot.domain.ids import ConferenceId, OpId, SeatId
from bot.domain.post_it import Draft
from bot.domain.scopes import revision
from bot.domain.verbs.hand_in_post_it import HandInPostIt
from bot.usecases.ports import Append, Links, Operation
from bot.usecases.press import Done, Press, Record, Wish
from chaos.rounds import CHILD, START, actor, opened, replica
from tests.chaos.memory_log import MemoryLog

CID = ConferenceId("late")
SEAT = SeatId("p01")
SCOPE = f"post_it/{SEAT}"
ORDERS = 10_000


@dataclass
class Table:
    """One person with a post-it, before two replicas. `stands`: the choice that must stand; `sent`: every press ever made."""

    log: MemoryLog
    replicas: tuple[Press, Press]
    state: Conference
    random: Random
    stands: str = ""
    sent: list[Wish] = field(default_factory=list)
    recorded: list[str] = field(default_factory=list)
    overwritten: int = 0

    def card(self) -> Wish:
        """A press on the card as it is now, with a choice of its own."""
        mark = f"choice {len(self.sent)}"
        draft = Draft(scale=str(len(self.sent) % 11), recommendation="no_plan", reason=mark)
        wish = Wish(
            cid=CID,
            actor=actor(SEAT),
            command=HandInPostIt(views={CHILD: draft}),
            op=OpId(mark),
            scope=SCOPE,
            rev=revision(self.state, SCOPE) or 0,
        )
        self.sent.append(wish)
        return wish

    async def press(self, wish: Wish) -> Record | None:
        done = await self.random.choice(self.replicas)(wish)
        assert done.state is not None
        self.state = done.state
        if done.record is Record.RECORDED:
            self.recorded.append(wish.op)
        return done.record

    def look(self) -> None:
        one = self.state.round
        assert one is not None
        views = one.post_it(SEAT).views
        self.overwritten += bool(self.stands) and (views is None or views[CHILD].reason != self.stands)


async def _table(seed: int, replicas: Callable[[MemoryLog], tuple[Press, Press]]) -> Table:
    state, events = opened(0, 3)
    log = MemoryLog()
    set_up = Operation(op=OpId("set up"), actor="test", at=START, events=events)
    await log.append(Append(cid=CID, expected=0, operations=(set_up,), next_due=None, links=Links()))
    return Table(log=log, replicas=replicas(log), state=state, random=Random(seed))


async def _orders(table: Table, many: int) -> None:
    for _ in range(many):
        await _one_order(table)


async def _one_order(table: Table) -> None:
    """A choice made; then, in any order: the same again, older ones again, cards of an older state that come only now."""
    left_lying = table.card()
    newer = table.card()
    assert await table.press(newer) is Record.RECORDED
    table.stands = newer.op
    table.look()
    late = [newer, left_lying, *table.random.sample(table.sent, min(2, len(table.sent)))]
    table.random.shuffle(late)
    for wish in late[: table.random.randint(1, len(late))]:
        assert await table.press(wish) is not Record.RECORDED
        table.look()


def _two(log: MemoryLog) -> tuple[Press, Press]:
    return replica(log), replica(log)


async def test_whatever_comes_late_changes_nothing() -> None:
    table = await _table(1, _two)
    await _orders(table, ORDERS)
    assert table.overwritten == 0
    kept = [one.op for one in await table.log.read(CID) if isinstance(one.event, PostItHandedIn)]
    assert kept == table.recorded
    assert len(kept) == ORDERS


class _Ageless:
    """A replica that has forgotten to ask how old a card is."""

    def __init__(self, press: Press) -> None:
        self._press = press

    async def __call__(self, wish: Wish) -> Done:
        return await self._press(structs.replace(wish, scope="", rev=0))


async def test_without_the_cards_age_it_would() -> None:
    """Control: the protection taken away."""
    table = await _table(2, lambda log: (_Ageless(replica(log)), _Ageless(replica(log))))  # type: ignore[arg-type, return-value]
    with pytest.raises(AssertionError):
        await _orders(table, 100)
