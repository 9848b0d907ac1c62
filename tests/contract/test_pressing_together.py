"""Presses that wait on one conference are recorded together, on every kind of store."""

import asyncio
from dataclasses import replace

import pytest
from msgspec import structs

from bot.adapters.calendar import LibraryCalendars
from bot.domain.actor import Account, Actor, Standing
from bot.domain.events import Missing
from bot.domain.ids import ConferenceId, OpId, PersonId, SeatId
from bot.domain.particulars import Role, Seat
from bot.domain.refusals import Why
from bot.domain.verbs.close_round import CloseRound
from bot.domain.verbs.hand_in_post_it import HandInPostIt
from bot.usecases.conferences import Conferences
from bot.usecases.ports import Append, Links, Operation
from bot.usecases.press import Done, Press, Record, Wish
from tests.fakes.builders import ROBIN, START, WREN, Play, actor, both, conference, typed
from tests.stores import CID, Stored

SIXTY = tuple(f"pro{number}" for number in range(60))


class _Noon:
    def now(self) -> object:
        return START


def _crowd() -> Play:
    """Sixty professionals in an open round."""
    given = conference()
    like = next(one for one in given.people if one.id == "harriet")
    people = tuple(
        replace(like, id=PersonId(who), account=Account(tenant="council", oid=f"oid-{who}")) for who in SIXTY
    )
    seats = tuple(
        Seat(
            id=SeatId(f"seat-{who}"), agency="school", title=who, holder=PersonId(who), contact=frozenset({WREN, ROBIN})
        )
        for who in SIXTY
    )
    listed = tuple(one for one in given.people if one.role is not Role.PROFESSIONAL or one.id in {"ines", "tomas"})
    play = Play(replace(given, people=(*listed, *people), seats=(*given.seats[:2], *seats)))
    return play.open(reason="A rehearsal.")


@pytest.fixture(scope="module")
def crowd() -> Play:
    return _crowd()


async def _begun(store: Stored, play: Play) -> None:
    operations = [
        Operation(op=OpId(f"before-{number}"), actor="bot", at=at, events=(event,))
        for number, (event, at) in enumerate(play.happened)
    ]
    await store.log.append(Append(cid=CID, expected=0, operations=operations, next_due=None, links=Links()))


def _desk(store: Stored, woken: list[ConferenceId] | None = None) -> Press:
    log = store.another_log()
    heard = [] if woken is None else woken
    return Press(
        log=log,
        conferences=Conferences(log),
        calendars=LibraryCalendars(),
        clock=_Noon(),  # type: ignore[arg-type]
        wake=lambda cid: heard.append(cid),  # noqa: PLW0108 - under the name that the port gives it
    )


def _hands_in(who: str, scale: int = 3, rev: int = 1000, op: str = "") -> Wish:
    by = Actor(standing=Standing.MEMBER, account=Account(tenant="council", oid=f"oid-{who}"), mri=f"29:{who}")
    return Wish(
        cid=CID,
        actor=by,
        command=HandInPostIt(views=both(typed(scale=str(scale)))),
        op=OpId(op or f"{who}-{scale}"),
        scope=f"post_it/seat-{who}",
        rev=rev,
    )


async def test_sixty_at_once_are_all_recorded_in_two_trips(store: Stored, crowd: Play) -> None:
    await _begun(store, crowd)
    woken: list[ConferenceId] = []
    press = _desk(store, woken)
    await press.conferences.fresh(CID)
    before = len(await store.another_log().read(CID))
    parcels = _counted(press)
    done = await asyncio.gather(*(press(_hands_in(who)) for who in SIXTY))
    assert {one.record for one in done} == {Record.RECORDED}
    assert len(parcels) == 2  # the first alone, and all who came meanwhile
    lines = (await store.another_log().read(CID))[before:]
    assert sorted(line.op for line in lines) == sorted(f"{who}-3" for who in SIXTY)
    assert set(woken) == {CID}


def _counted(press: Press) -> list[Append]:
    """Every append that this desk asks for from now on."""
    asked: list[Append] = []
    append = press.log.append

    async def noted(wish: Append) -> object:
        asked.append(wish)
        return await append(wish)

    press.log.append = noted  # type: ignore[method-assign, assignment]
    return asked


async def test_two_processes_and_sixty_people_lose_and_double_nothing(store: Stored, crowd: Play) -> None:
    """Each presses twice, on both desks, as a phone that repeats itself does."""
    await _begun(store, crowd)
    desks = (_desk(store), _desk(store))
    done: list[Done] = await asyncio.gather(*(desk(_hands_in(who)) for who in SIXTY for desk in desks))
    assert sorted(one.record or "" for one in done) == sorted([Record.RECORDED] * 60 + [Record.ALREADY] * 60)
    fold = (await _desk(store).conferences.fresh(CID)).state
    assert fold is not None
    assert fold.round is not None
    assert sum(one.handed_in for one in fold.round.post_its.values()) == 60
    assert {one.rev for one in fold.round.post_its.values()} == {1}


async def test_one_who_is_refused_and_one_whose_card_is_old_stop_nobody(store: Stored, crowd: Play) -> None:
    await _begun(store, crowd)
    press = _desk(store)
    stranger = structs.replace(_hands_in("pro0", op="stranger"), actor=actor("nobody"), scope="")
    asked = [_hands_in("pro1"), stranger, _hands_in("pro2", rev=7), _hands_in("pro3"), _hands_in("pro3", op="twice")]
    done = await asyncio.gather(*map(press, asked))
    assert [one.record for one in done] == [Record.RECORDED, None, None, Record.RECORDED, None]
    assert done[1].refused is not None
    assert done[1].refused.code is Why.NOT_ON_THE_LIST
    assert done[2].stale is not None
    assert done[4].stale is not None  # the first of the two made it so


async def test_a_no_is_never_said_on_what_another_process_has_changed_since(store: Stored, crowd: Play) -> None:
    """The card is newer than what this desk knows: it looks before it calls it old."""
    await _begun(store, crowd)
    behind, ahead = _desk(store), _desk(store)
    await behind.conferences.fresh(CID)
    assert (await ahead(_hands_in("pro1"))).record is Record.RECORDED
    assert (await behind(_hands_in("pro1", scale=5, rev=1001))).record is Record.RECORDED
    assert (await ahead(_hands_in("pro1", scale=6, rev=1001))).stale is not None


async def test_who_handed_in_before_a_close_of_the_same_turn_is_told_that_they_did(store: Stored, crowd: Play) -> None:
    await _begun(store, crowd)
    press = _desk(store)
    missing = {seat.id: Missing.TECHNICAL.value for seat in crowd.particulars.seats}
    chair = actor(str(crowd.state.chair))
    close = Wish(cid=CID, actor=chair, command=CloseRound(missing=missing), op=OpId("close"))
    first, *others = await asyncio.gather(
        press(_hands_in("pro1")), press(_hands_in("pro2")), press(close), press(_hands_in("pro3"))
    )
    assert [one.record for one in (first, *others)] == [Record.RECORDED] * 3 + [None]
    assert others[0].state is not None
    assert others[0].state.round is not None
    assert others[0].state.round.open
    assert others[2].refused is not None
