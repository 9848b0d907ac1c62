"""What somebody still has to do before a conference, and when they are to be reminded of it (B10, B11).

One reminder a day leads to all of it, in every conference of theirs; what is done is not spoken of again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.calendar import LONDON, Calendar, add_working_days
from bot.domain.checks import not_kept
from bot.domain.conference import Conference
from bot.domain.errands import to_look_at
from bot.domain.ids import PersonId
from bot.domain.inviting import Road, asked_at, convened, invited, is_invited, reply_of, road, teller
from bot.domain.particulars import Role, Seat
from bot.domain.preparations import Coming
from bot.domain.quiet import digest_at
from bot.domain.reports import POLICE, asked_for, due_to_chair, due_to_family, report_of, settled
from bot.domain.requests import letter_for, still_on
from bot.domain.telling import stuck_since, to_tell
from bot.domain.trying import needs_somebody, troubles

OPTIONS = "options"
"""What an errand on somebody's list is about: the meeting's options, which they are to look at."""

_OPTIONS = (-3, -1)
"""Working days from the start on which the meeting's options are to be looked at."""

_OFFICE = frozenset({Role.ADMINISTRATOR, Role.MANAGER})


class Item(StrEnum):
    """In the order in which they are shown. Those from NO_REPLY to TELL are about somebody else, named in `about`; an errand is
    named by its key, "" for the meeting's options. Nobody is reminded of DAYS.
    """

    REPLY = "reply"
    REPORT = "report"
    SHARE = "share"
    MEETING = "meeting"
    FLAG = "flag"
    EXCLUSION = "exclusion"
    RECORDING = "recording"
    CONSENT = "consent"
    INDEPENDENCE = "independence"
    NO_REPLY = "no_reply"
    NO_REPORT = "no_report"
    LETTER = "letter"
    TELL = "tell"
    ERRAND = "errand"
    DELAY = "delay"
    DAYS = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outstanding:
    """`rungs` are the moments at which to remind, in UTC; `due` the deadline it serves. `about`: a seat, a person, a number."""

    item: Item
    rungs: tuple[datetime, ...]
    due: datetime | None = None
    about: str = ""


def outstanding(state: Conference, who: PersonId, days: Calendar) -> tuple[Outstanding, ...]:
    """`days` has the borough's closure days. Nothing of a draft, nor once it is cancelled or begun; of one that was not convened
    here only what was asked of the chair.
    """
    if state.before.draft or over(state):
        return ()
    if not convened(state):
        return (*(_for_chair(state, days) if who == state.chair else ()), *_letters(state, who, days))
    own = [*_reply(state, who, days), *_reports(state, who, days), *_meeting(state, who, days)]
    own += [*_for_lead(state, who, days), *_letters(state, who, days)]
    if who == state.chair:
        own += [
            *_for_chair(state, days),
            *_missing_reports(state, days, state.profile.reminders.tell_chair, police=True),
        ]
    if state.person(who).role is Role.ADMINISTRATOR:
        own += _for_administrator(state, days)
    if state.person(who).role is Role.ADMINISTRATOR or who == state.chair:
        own += _delay(state, days)
    if state.person(who).role in _OFFICE or who == state.chair or who in state.particulars.leads:
        own += _to_tell(state, who, days)
    return tuple(own)


def over(state: Conference) -> bool:
    """Cancelled, or under way: nothing before it is asked for any more."""
    return state.before.cancelled is not None or state.started_at is not None


def _to_tell(state: Conference, who: PersonId, days: Calendar) -> Iterator[Outstanding]:
    """Whom no message reaches, for whoever is to tell them, and for nobody else. They have a message of their own for each,
    and are reminded from the working day after.
    """
    for person in to_tell(state):
        since = untold_since(state, person)
        if since and _is_to_tell(state, who, person):
            yield Outstanding(item=Item.TELL, rungs=_daily(state, since, days), about=person)


def _is_to_tell(state: Conference, who: PersonId, person: PersonId) -> bool:
    """What one administrator is asked, each of them sees to; and what does not get through nobody was asked to tell."""
    office = state.person(who).role is Role.ADMINISTRATOR
    if road(state, person) is not Road.HAND:
        return office
    carrier = teller(state, person)
    return carrier == who or (office and state.person(carrier).role is Role.ADMINISTRATOR)


def _reply(state: Conference, who: PersonId, days: Calendar) -> Iterator[Outstanding]:
    asked = asked_at(state, who)
    if asked and is_invited(state, who) and reply_of(state, who) is None:
        yield Outstanding(item=Item.REPLY, rungs=_from(state, asked, state.profile.reminders.reply, days, asked))


def _reports(state: Conference, who: PersonId, days: Calendar) -> Iterator[Outstanding]:
    seat = state.seat_of(who)
    if seat is None or not asked_for(state, seat):
        return
    rule, report, asked = state.profile.reminders, report_of(state, seat), asked_at(state, who)
    due = due_to_chair(state, seat, days)
    if due and not settled(report):
        yield Outstanding(item=Item.REPORT, rungs=_from(state, due, rule.report, days, asked), due=due, about=seat.id)
    due = due_to_family(state, seat, days)
    if due and report.shared_on is None and not report.none:
        yield Outstanding(item=Item.SHARE, rungs=_from(state, due, rule.shared, days, asked), due=due, about=seat.id)


def _meeting(state: Conference, who: PersonId, days: Calendar) -> Iterator[Outstanding]:
    reply = reply_of(state, who)
    if is_invited(state, who) and not (reply and reply.coming is Coming.CANNOT):
        start, rule = state.particulars.start, state.profile.reminders
        rungs = _from(state, start, rule.meeting, days, asked_at(state, who))
        yield Outstanding(item=Item.MEETING, rungs=rungs, due=start)


def _for_chair(state: Conference, days: Calendar) -> Iterator[Outstanding]:
    """What waits for the chair alone, asked about each day until it is answered."""
    before = state.before
    waiting: list[tuple[Item, str, datetime]] = [
        (Item.FLAG, str(one.number), one.at) for one in before.flags if one.heard_at is None
    ]
    waiting += [
        (Item.EXCLUSION, who, one.asked_at) for who, one in still_on(state, before.exclusions) if one.granted is None
    ]
    waiting += [
        (Item.RECORDING, who, one.asked_at) for who, one in still_on(state, before.recordings) if one.granted is None
    ]
    convened_at = before.convened_at
    if convened_at:
        observers = (one.id for one in state.particulars.with_role(Role.OBSERVER))
        consents = ((who, before.consents.get(who)) for who in observers)
        waiting += [(Item.CONSENT, who, convened_at) for who, one in consents if one is None or one.chair is None]
        said = before.independence
        if state.profile.convening.independent and (said is None or said.by != state.chair):
            waiting.append((Item.INDEPENDENCE, "", convened_at))
    for item, about, since in waiting:
        yield Outstanding(item=item, rungs=_daily(state, since, days), about=about)


def _letters(state: Conference, who: PersonId, days: Calendar) -> Iterator[Outstanding]:
    """Asked about each day until it is given (S4 5.9): of whoever carries it, and of the chair where they are not in Teams."""
    for person, _ in still_on(state, state.before.exclusions):
        one, carrier = letter_for(state, person), teller(state, person)
        if one is None or one.decided_at is None or one.letter_at:
            continue
        if who == carrier or (who == state.chair and road(state, carrier) is not Road.TEAMS):
            yield Outstanding(item=Item.LETTER, rungs=_daily(state, one.decided_at, days), about=person)


def _for_lead(state: Conference, who: PersonId, days: Calendar) -> Iterator[Outstanding]:
    """The family's word on an observer, which the first of the lead social workers asks them for (S4 3.3)."""
    before = state.before
    if who not in state.particulars.leads[:1] or before.convened_at is None:
        return
    for observer in state.particulars.with_role(Role.OBSERVER):
        consent = before.consents.get(observer.id)
        if consent is None or consent.family is None:
            yield Outstanding(item=Item.CONSENT, rungs=_daily(state, before.convened_at, days), about=observer.id)


def _for_administrator(state: Conference, days: Calendar) -> list[Outstanding]:
    rule = state.profile.reminders
    out = list(_missing_reports(state, days, rule.tell_report, police=False))
    for who in invited(state):
        asked = asked_at(state, who)
        if asked and reply_of(state, who) is None:
            rungs = _from(state, asked, (rule.tell_reply,), days, asked)
            out.append(Outstanding(item=Item.NO_REPLY, rungs=rungs, about=who))
    return [*out, *_errands(state, days)]


def _errands(state: Conference, days: Calendar) -> Iterator[Outstanding]:
    """What the bot cannot do in Microsoft 365, and the meeting's options that it cannot see: those shortly before the day."""
    before = state.before
    if not before.microsoft or before.convened_at is None:
        return
    needed = [since for one in troubles(state, before.convened_at) if (since := needs_somebody(one))]
    if needed:
        yield Outstanding(item=Item.ERRAND, rungs=_daily(state, min(needed), days))
    if to_look_at(state):
        start = state.particulars.start
        yield Outstanding(
            item=Item.ERRAND, rungs=_from(state, start, _OPTIONS, days, arranged_at(state)), due=start, about=OPTIONS
        )


def _delay(state: Conference, days: Calendar) -> Iterator[Outstanding]:
    """The reason why it is late, until somebody gives one: the manager is to have it (S4 1.7, 1.10)."""
    since = state.before.convened_at
    if since and not state.before.delay and not_kept(state, days):
        yield Outstanding(item=Item.DELAY, rungs=_daily(state, since, days))


def untold_since(state: Conference, who: PersonId) -> datetime | None:
    """Nobody can write to them; or it was tried, and does not get through."""
    return stuck_since(state, who) or (arranged_at(state) if road(state, who) is Road.HAND else None)


def _missing_reports(state: Conference, days: Calendar, after: int, *, police: bool) -> Iterator[Outstanding]:
    """What is late for the chair, told from so many working days after it was due. A police report: to the chair alone."""
    for seat in state.particulars.seats:
        due = due_to_chair(state, seat, days) if asked_for(state, seat) and _mine_to_know(seat, police=police) else None
        if due and not settled(report_of(state, seat)):
            asked = asked_at(state, seat.holder) or (arranged_at(state) if untold_since(state, seat.holder) else None)
            rungs = _from(state, due, (after,), days, asked)
            yield Outstanding(item=Item.NO_REPORT, rungs=rungs, due=due, about=seat.id)


def _mine_to_know(seat: Seat, *, police: bool) -> bool:
    return police or seat.agency != POLICE


def arranged_at(state: Conference) -> datetime | None:
    """Since when the time that now stands has stood."""
    return state.before.moves[-1].at if state.before.moves else state.before.convened_at


def _from(
    state: Conference, moment: datetime, offsets: Iterable[int], days: Calendar, asked: datetime | None
) -> tuple[datetime, ...]:
    """The digest of the day so many working days from this one, each before the meeting begins. Nobody is reminded of what they
    were not asked for: what had passed by then is said on the working day after.
    """
    if asked is None:
        return ()
    day, rule = moment.astimezone(LONDON).date(), state.profile.reminders
    after = add_working_days(asked.astimezone(LONDON).date(), 1, days)
    wanted = (add_working_days(day, offset, days) for offset in offsets)
    return _digests(state, (one if digest_at(one, rule) > asked else after for one in wanted))


def _daily(state: Conference, since: datetime, days: Calendar) -> tuple[datetime, ...]:
    """The next working days' digests, up to the meeting: as many as a fortnight has."""
    day = since.astimezone(LONDON).date()
    return _digests(state, (add_working_days(day, offset, days) for offset in range(1, 11)))


def _digests(state: Conference, days: Iterable[date]) -> tuple[datetime, ...]:
    times = (digest_at(day, state.profile.reminders) for day in days)
    return tuple(one for one in times if one < state.particulars.start)


def expected(state: Conference) -> tuple[Seat, ...]:
    """Seats whose holder has said that they come, or has not said that they do not."""
    replies = ((seat, reply_of(state, seat.holder)) for seat in state.particulars.seats)
    return tuple(seat for seat, reply in replies if reply is None or reply.coming is not Coming.CANNOT)
