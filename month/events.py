"""What each deed is to the product."""

from datetime import date, datetime, timedelta

from bot.domain import events_before as e
from bot.domain.events import Event
from bot.domain.events_asked import FlagHeard, FlagRaised, IndependenceDeclared, ObserverConsented
from bot.domain.ids import PersonId, SeatId
from bot.domain.preparations import Coming, FlagKind
from month.council import Human, listed
from month.journal import What

ADMIN, CHAIR = PersonId("admin"), PersonId("chair")


def convened() -> Event:
    return e.ConferenceConvened(by=ADMIN, calendar=True)


def moved(start: datetime) -> Event:
    return e.ConferenceMoved(start=start, planned_end=start + timedelta(hours=2), reason="Somebody is ill.", by=ADMIN)


def cancelled() -> Event:
    return e.ConferenceCancelled(reason="It is not needed any more.", by=ADMIN)


def taken_off(who: PersonId) -> Event:
    return e.PersonTakenOff(person=who, reason="They have no part in it.", by=ADMIN)


def told(who: PersonId, time: int) -> Event:
    return e.ToldByHand(person=who, by=ADMIN, how="By telephone", time=time)


def replied(who: PersonId, coming: str, time: int) -> Event:
    return e.Replied(person=who, coming=Coming(coming), by=who, time=time)


def passed_on(seat: SeatId, who: PersonId, to: PersonId, human: Human) -> Event:
    return e.SeatPassedOn(seat=seat, from_=who, to=listed(to, human), by=who)


def reported(what: What, seat: SeatId, day: date) -> Event:
    if what is What.SENT:
        return e.ReportSent(seat=seat, by=ADMIN)
    if what is What.RECEIVED:
        return e.ReportReceived(seat=seat, by=ADMIN)
    if what is What.SHARED:
        return e.ReportShared(seat=seat, by=ADMIN, on=day)
    return e.ReportNotComing(seat=seat, by=ADMIN, reason="We have never met them.")


def declared() -> Event:
    return IndependenceDeclared(independent=True, by=CHAIR)


def flagged(number: int) -> Event:
    return FlagRaised(number=number, kind=FlagKind.RESTRICTED, by=PersonId("police"))


def heard(number: int) -> Event:
    return FlagHeard(number=number, by=CHAIR)


def agreed(who: PersonId, *, family: bool) -> Event:
    return ObserverConsented(observer=who, family=family, agreed=True, by=CHAIR)
