"""By which buttons each deed is done, and by whom: cards opened one from another, each button found on the card before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain import events_asked as asked
from bot.domain import events_before as e
from bot.domain.calendar import LONDON
from bot.domain.conference import Conference
from bot.domain.events import Event
from bot.domain.ids import SeatId
from bot.domain.preparations import Coming


@dataclass(frozen=True, slots=True)
class Step:
    verb: str
    about: str = ""
    fill: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Way:
    """`first` opens a card, as a button of a message would; each of `then` stands on the card that the last one brought."""

    who: str
    first: Step
    then: tuple[Step, ...]


def way_of(event: Event, state: Conference) -> Way | None:  # noqa: C901, PLR0912 - one case for each deed that has a button
    match event:
        case e.ConferenceConvened(by=by):
            return Way(by or "", Step("sheet.show"), (Step("conference.convene"),))
        case e.ConferenceMoved(start=start, reason=reason, by=by):
            here = start.astimezone(LONDON)
            ends = (start + timedelta(hours=2)).astimezone(LONDON)
            fill = {"day": f"{here:%Y-%m-%d}", "start": f"{here:%H:%M}", "end": f"{ends:%H:%M}", "reason": reason}
            return Way(by, Step("sheet.move"), (Step("conference.move", fill=fill),))
        case e.ConferenceCancelled(reason=reason, by=by):
            return Way(by, Step("sheet.cancel"), (Step("conference.cancel", fill={"reason": reason}),))
        case e.ToldByHand(person=person, by=by, how=how):
            return Way(by, Step("by_hand.show", person), (Step("by_hand.told", fill={"how": how}),))
        case e.Replied(person=person, coming=Coming.ATTENDING):
            return Way(person, Step("invitation.show"), (Step("invitation.reply"),))
        case e.Replied(person=person):
            last = Step("invitation.reply", fill={"reason": "I am in court."})
            return Way(person, Step("invitation.show"), (Step("invitation.cannot"), last))
        case e.ReportSent(seat=seat):
            return Way(_holder(state, seat), Step("report.show", seat), (Step("report.sent"),))
        case e.ReportReceived(seat=seat, by=by):
            return Way(by, Step("report.show", seat), (Step("report.received"),))
        case e.ReportShared(seat=seat, on=on):
            fill = {"on": on.isoformat()}
            return Way(_holder(state, seat), Step("report.show", seat), (Step("report.shared", fill=fill),))
        case e.ReportNotComing(seat=seat, reason=reason):
            return Way(
                _holder(state, seat),
                Step("report.show", seat),
                (Step("report.not_coming", fill={"reason": reason}),),
            )
        case asked.IndependenceDeclared(by=by):
            fill = {"independent": "yes", "same": "yes"}
            return Way(by, Step("independence.form"), (Step("independence.declare", fill=fill),))
        case asked.FlagRaised(kind=kind, by=by):
            return Way(by, Step("flag.show"), (Step("flag.raise", fill={"kind": kind.value}),))
        case asked.FlagHeard(number=number, by=by):
            return Way(by, Step("flag.show", str(number)), (Step("flag.heard"),))
    return None


def _holder(state: Conference, seat: SeatId) -> str:
    """ "" where the seat is gone."""
    return next((one.holder for one in state.particulars.seats if one.id == seat), "")
