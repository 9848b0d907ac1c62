"""What is still to be done in Microsoft 365, by the bot and by people, as whoever arranges the conference sees it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.conference import Conference
from bot.domain.errands import Errand, ErrandKind, ours, to_look_at, wanted
from bot.domain.ids import PersonId
from bot.domain.microsoft import Obstacle, Option
from bot.domain.outcome import Refused
from bot.domain.powers import ARRANGERS, powers_of
from bot.domain.refusals import Why
from bot.domain.trying import troubles

_OF_PEOPLE = frozenset({ErrandKind.FIND, ErrandKind.INSTALL})


class ByHand(StrEnum):
    """What the bot does nothing about, because it was told not to or the meeting is somebody else's."""

    MAKE = "make"
    ADD = "add"
    MOVE = "move"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """What does not work, for which reason; `names` of the people it is about, if any. `passing`: it is tried again before long."""

    kind: ErrandKind
    obstacle: Obstacle
    passing: bool
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrosoftNotes:
    """`on`: the bot sees to Microsoft 365 for this conference. `under_way`: what it is still to do. `look`: options to be
    looked at by a person.
    """

    on: bool
    stuck: tuple[Stuck, ...]
    under_way: tuple[ErrandKind, ...]
    look: tuple[Option, ...]
    by_hand: tuple[ByHand, ...]


NOTHING_TO_DO = MicrosoftNotes(on=False, stuck=(), under_way=(), look=(), by_hand=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandsView:
    reference: str
    notes: MicrosoftNotes
    join_link: str


def microsoft_notes(state: Conference, now: datetime | None = None) -> MicrosoftNotes:
    """`now` None: as before the meeting."""
    now = now or state.before.convened_at or state.particulars.start
    wrong = troubles(state, now)
    found: dict[tuple[ErrandKind, Obstacle, bool], list[str]] = {}
    for one in wrong:
        of = (one.errand.kind, _obstacle(one.progress.code), not one.progress.failed)
        found.setdefault(of, []).extend(_names(state, one.errand))
    keys = {one.errand.key for one in wrong}
    kinds = (one.kind for one in wanted(state, now) if one.key not in keys and one.kind is not ErrandKind.CHECK)
    return MicrosoftNotes(
        on=state.before.microsoft,
        stuck=tuple(
            Stuck(kind=kind, obstacle=obstacle, passing=passing, names=tuple(names))
            for (kind, obstacle, passing), names in found.items()
        ),
        under_way=tuple(dict.fromkeys(kinds)),
        look=to_look_at(state),
        by_hand=tuple(_by_hand(state)),
    )


def errands_view(state: Conference, who: PersonId, now: datetime) -> ErrandsView | Refused:
    if not powers_of(state, who) & ARRANGERS:
        return Refused(Why.NOT_YOURS_TO_DO)
    about = state.particulars
    return ErrandsView(reference=about.reference, notes=microsoft_notes(state, now), join_link=about.join_link)


def _names(state: Conference, errand: Errand) -> Iterator[str]:
    if errand.kind in _OF_PEOPLE:
        yield state.person(PersonId(errand.subject)).name


def _obstacle(code: str) -> Obstacle:
    return Obstacle(code) if code in set(Obstacle) else Obstacle.REFUSED


def _by_hand(state: Conference) -> Iterator[ByHand]:
    before, link = state.before, state.particulars.join_link
    if before.convened_at is None or before.meeting:
        return
    if before.cancelled:
        yield from (ByHand.CANCEL,) if link else ()
        return
    if not before.microsoft:
        if not link:
            yield ByHand.MAKE
        elif not state.chat:
            yield ByHand.ADD
    if link and before.moves and ours(state) is None:
        yield ByHand.MOVE
