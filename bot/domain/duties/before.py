"""What is owed before a conference is held: invitations, a word on every change, reminders (B6, B11, B28)."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.domain.calendar import LONDON, Calendar, add_working_days
from bot.domain.conference import ELSEWHERE, Conference, Send, to_whom
from bot.domain.delivery import reachable
from bot.domain.duties.model import Duty, DutyKind
from bot.domain.errands import wanted
from bot.domain.ids import PersonId
from bot.domain.inviting import Road, asked_at, convened, heard_of_it, invitations, invited, reply_of, road, teller
from bot.domain.mailed import facts
from bot.domain.outstanding import outstanding
from bot.domain.quiet import digest_at, digest_from, told_at
from bot.domain.telling import cancelling_sent, is_by_hand, told_of_it
from bot.domain.trying import may_ask

_OF_CANCELLING = 1
"""What the number of a duty to tell somebody has more, where it is told that there will be no meeting."""


def invitation_duties(state: Conference, now: datetime, days: Calendar) -> Iterator[Duty]:
    """Each person in private, one letter each: parents may live apart (trap 8). Asked anew where the meeting is moved (B28),
    and once each time, by whichever road is open then.
    """
    before = state.before
    if before.convened_at is None:
        return
    yield from _superseded(state, now)
    if not convened(state) or now >= state.particulars.start:
        return
    asked = when(state, max((before.convened_at, *(one.at for one in before.moves[-1:]))), days)
    open_ = tuple(wanted(state, now))
    for who in invited(state):
        way, since = road(state, who), may_ask(open_, state, who, asked)
        if since is None:
            continue
        since = when(state, max(now, since), days)
        if way is Road.HAND:
            yield from _by_hand(state, who, since, 0)
        else:
            yield Duty(
                kind=DutyKind.INVITATION,
                to=who,
                face=_face(state, who, way),
                since=since,
                number=before.time,
                by_mail=way is Road.MAIL,
                edit_only=asked_at(state, who) is not None,
            )


def _face(state: Conference, who: PersonId, way: Road) -> str:
    """A letter cannot be edited, so it says only whether it is the first, and bears the mark of what it tells."""
    reply = reply_of(state, who)
    if reply and way is Road.TEAMS:
        return reply.coming
    face = "again" if _asked_before(state, who, state.before.time) else "asked"
    return f"{face}:{facts(state, who)}" if way is Road.MAIL else face


def _asked_before(state: Conference, who: PersonId, time: int) -> bool:
    told = state.before.told.get(who)
    sends = (send for number in range(time) for send in invitations(state, who, number))
    return any(send.posted for send in sends) or (told is not None and told.time < time)


def _superseded(state: Conference, now: datetime) -> Iterator[Duty]:
    """What an earlier invitation shows, once there is a later one or none any more."""
    for key in state.sends:
        kind, who, _, number, *mail = key.split("/")
        if kind != DutyKind.INVITATION or mail or not _can_be_put_right(state, PersonId(who)):
            continue
        face = _past(state, PersonId(who), int(number))
        if face:
            yield Duty(
                kind=DutyKind.INVITATION, to=PersonId(who), face=face, since=now, number=int(number), edit_only=True
            )


def _can_be_put_right(state: Conference, who: PersonId) -> bool:
    """Also for somebody whose seat a colleague has now: what they were sent asks them for nothing any more."""
    return reachable(state, who) or (who in state.before.gone and who in state.reached)


def _past(state: Conference, who: PersonId, number: int) -> str:
    """Whoever is left out is told so by their letter first, and an observer whose consent is gone by whoever took it back."""
    if who in state.before.gone:
        return "passed_on"
    if state.before.cancelled:
        return "cancelled"
    if number < state.before.time:
        return "over"
    letter = state.before.exclusions.get(who)
    return "withdrawn" if who not in invited(state) and (letter is None or letter.letter_at) else ""


def _by_hand(state: Conference, who: PersonId, since: datetime, what: int) -> Iterator[Duty]:
    """Whom no message reaches is told by a person: family by their lead social worker, others by the administrator."""
    carrier = teller(state, who)
    way = road(state, carrier)
    done = told_of_it(state, who) is not None
    if not is_by_hand(state, who):
        return
    if way is Road.TEAMS or (way is Road.MAIL and not done):
        yield Duty(
            kind=DutyKind.BY_HAND,
            to=carrier,
            face="done" if done else "ask",
            since=since,
            subject=who,
            number=state.before.time * 2 + what,
            by_mail=way is Road.MAIL,
        )


def cancellation_duties(state: Conference, now: datetime, days: Calendar) -> Iterator[Duty]:
    """Everybody who had heard of it, once."""
    cancelled = state.before.cancelled
    if cancelled is None:
        return
    since = when(state, max(now, cancelled.at), days)
    for who in (one.id for one in state.particulars.people):
        if not heard_of_it(state, who) or cancelling_sent(state, who):
            continue
        way = road(state, who)
        if way is Road.HAND:
            yield from _by_hand(state, who, since, _OF_CANCELLING)
        elif told_of_it(state, who) is None:
            yield Duty(kind=DutyKind.CANCELLED, to=who, face="told", since=since, by_mail=way is Road.MAIL)


def when(state: Conference, moment: datetime, days: Calendar) -> datetime:
    """By day too where an outage ends at night: the hour that counts is that of the sending."""
    return told_at(moment, state.particulars.start, state.profile.reminders, days)


def reminder_duties(state: Conference, now: datetime, days: Calendar) -> Iterator[Duty]:
    """One a day at most, for everything at once; what was missed while nobody could send is one word and not several."""
    if state.before.convened_at is None:
        return
    told = _told(state.sends)
    for person in state.particulars.people:
        who, before = person.id, told.get(person.id, {})
        way = road(state, who)
        rungs = sorted({rung for one in outstanding(state, who, days) for rung in one.rungs}) if convened(state) else []
        yield from _settled(who, before, now, open_=bool(rungs))
        last = max((send.posted_at for send in before.values() if send.posted_at), default=None)
        since = _next(rungs, last, state, now, days)
        if since and way is not Road.HAND and now < state.particulars.start:
            number = len({number for number, send in before.items() if send.posted}) + 1
            yield Duty(kind=DutyKind.REMINDER, to=who, face="ask", since=since, number=number, by_mail=way is Road.MAIL)
    for who in state.before.gone:
        if _can_be_put_right(state, who):
            yield from _settled(who, told.get(who, {}), now, open_=False)


def _told(sends: Mapping[str, Send]) -> Mapping[PersonId, Mapping[int, Send]]:
    found: dict[PersonId, dict[int, Send]] = {}
    for key, send in sends.items():
        if key.startswith("reminder/"):
            found.setdefault(PersonId(to_whom(key)), {})[int(key.split("/")[3])] = send
    return found


def _next(
    rungs: list[datetime], last: datetime | None, state: Conference, now: datetime, days: Calendar
) -> datetime | None:
    """When the next reminder goes: of all rungs passed since the last one, only one, and never two on one day."""
    open_ = [one for one in rungs if last is None or one > last]
    if not open_:
        return None
    rule = state.profile.reminders
    passed = [one for one in open_ if one <= now]
    since = digest_from(now, rule, days) if passed else open_[0]
    if last is not None:
        morning = add_working_days(last.astimezone(LONDON).date(), 1, days)
        since = max(since, digest_at(morning, rule))
    return since


def _settled(who: PersonId, before: Mapping[int, Send], now: datetime, *, open_: bool) -> Iterator[Duty]:
    """What an earlier reminder shows: the last one still asks while anything is open."""
    for number, send in before.items():
        if send.face != ELSEWHERE and not (open_ and number == max(before)):
            yield Duty(kind=DutyKind.REMINDER, to=who, face="settled", since=now, number=number, edit_only=True)
