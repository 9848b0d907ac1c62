"""What is owed when somebody asks something of the chair: the chair is told that something is asked, and whoever carries a
letter that there is one to carry (B12, B14, B25, B29). No message says what, or about whom.
"""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.delivery import reachable
from bot.domain.duties.before import when
from bot.domain.duties.model import Duty, DutyKind
from bot.domain.ids import PersonId
from bot.domain.inviting import Road, road, teller
from bot.domain.particulars import Role
from bot.domain.preparations import Exclusion, Flag, FlagKind, Recording
from bot.domain.requests import letter_for, still_on


def flag_duties(state: Conference, _now: datetime, days: Calendar) -> Iterator[Duty]:
    """At once where people could be in danger, whatever the hour. By letter to a chair without Teams; whom no message reaches
    is rung by whoever could take the chair, or is above it.
    """
    way = road(state, state.chair)
    to = _rings(state) if way is Road.HAND else state.chair
    if to is None:
        return
    for one in state.before.flags:
        yield Duty(
            kind=DutyKind.FLAG,
            to=to,
            face=_flag_face(one, chairs=to == state.chair),
            since=one.at if one.kind is FlagKind.DANGER else when(state, one.at, days),
            subject=str(one.number),
            edit_only=bool(one.heard_at) or _done_with(state),
            by_mail=way is Road.MAIL,
        )


def _rings(state: Conference) -> PersonId | None:
    return next(
        (one.id for one in state.particulars.with_role(Role.STAND_IN, Role.MANAGER) if reachable(state, one.id)), None
    )


def _flag_face(one: Flag, *, chairs: bool) -> str:
    if chairs:
        return "heard" if one.heard_at else "raised"
    return "passed_on" if one.heard_at else "pass_on"


def ask_duties(state: Conference, _now: datetime, days: Calendar) -> Iterator[Duty]:
    """Exclusion and recording wait for the chair alone; whoever asked hears that it is answered. Subject: `what:person`."""
    for subject, one in _asked(state):
        since = when(state, one.decided_at or one.asked_at, days)
        done = _done_with(state)
        if reachable(state, state.chair):
            face, only = ("ask", done) if one.granted is None else ("done", True)
            yield Duty(kind=DutyKind.ASK, to=state.chair, face=face, since=since, subject=subject, edit_only=only)
        way = Road.HAND if one.asked_by in state.before.gone else road(state, one.asked_by)
        if one.granted is not None and one.asked_by != state.chair and way is not Road.HAND:
            yield Duty(
                kind=DutyKind.ASK,
                to=one.asked_by,
                face="answered",
                since=since,
                subject=subject,
                edit_only=done,
                by_mail=way is Road.MAIL,
            )


def _asked(state: Conference) -> Iterator[tuple[str, Exclusion | Recording]]:
    for who, asked in still_on(state, state.before.exclusions):
        yield f"exclusion:{who}", asked
    for who, one in still_on(state, state.before.recordings):
        yield f"recording:{who}", one


def letter_duties(state: Conference, _now: datetime, days: Calendar) -> Iterator[Duty]:
    """S4 5.9: in writing. By a person, as every letter to family; not once the conference is over or will not be."""
    for who, _ in still_on(state, state.before.exclusions):
        one, carrier = letter_for(state, who), teller(state, who)
        carrier = carrier if reachable(state, carrier) else state.chair
        if one and one.decided_at and reachable(state, carrier):
            yield Duty(
                kind=DutyKind.LETTER,
                to=carrier,
                face="given" if one.letter_at else "ask",
                since=when(state, one.decided_at, days),
                subject=who,
                edit_only=one.letter_at is not None or _done_with(state),
            )


def _done_with(state: Conference) -> bool:
    return state.before.cancelled is not None or state.ended_at is not None
