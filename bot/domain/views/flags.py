"""That somebody asks to speak to the chair in private: for the chair who and why, for whoever asked whether it was heard."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.inviting import by_either_road
from bot.domain.outcome import Refused
from bot.domain.preparations import Flag, FlagKind
from bot.domain.refusals import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagView:
    """`name` and `agency` are whose. Nothing says what it is about: nobody was asked (B12)."""

    reference: str
    number: int
    kind: FlagKind
    name: str
    agency: str
    at: datetime
    heard_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MyFlagsView:
    """`raised`: those of the reader alone. `told`: the numbers of those that have come to the chair."""

    reference: str
    who: PersonId
    chair: str
    raised: tuple[Flag, ...]
    told: frozenset[int]


def flag_view(state: Conference, who: PersonId, number: str) -> FlagView | Refused:
    if who != state.chair:
        return Refused(Why.NOT_YOURS_TO_DO)
    flag = next((one for one in state.before.flags if str(one.number) == number), None)
    if flag is None:
        return Refused(Why.NO_SUCH_FLAG)
    seat = state.seat_of(flag.by)
    return FlagView(
        reference=state.particulars.reference,
        number=flag.number,
        kind=flag.kind,
        name=state.person(flag.by).name,
        agency=seat.title if seat else "",
        at=flag.at,
        heard_at=flag.heard_at,
    )


def my_flags_view(state: Conference, who: PersonId) -> MyFlagsView | Refused:
    if state.seat_of(who) is None:
        return Refused(Why.NOT_YOURS_TO_DO)
    raised = tuple(one for one in state.before.flags if one.by == who)
    return MyFlagsView(
        reference=state.particulars.reference,
        who=who,
        chair=state.person(state.chair).name,
        raised=raised,
        told=frozenset(one.number for one in raised if _told(state, one)),
    )


def _told(state: Conference, flag: Flag) -> bool:
    """Whoever has the chair now, in Teams or by letter."""
    return any(send.posted for send in by_either_road(state, f"flag/{state.chair}/{flag.number}/0"))
