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
from bot.domain.preparations import Exclusion, FlagKind, Recording
from bot.domain.requests import carries_letter, letter_for


def flag_duties(state: Conference, _now: datetime, days: Calendar) -> Iterator[Duty]:
    """At once where people could be in danger, whatever the hour."""
    if not reachable(state, state.chair):
        return
    for one in state.before.flags:
        yield Duty(
            kind=DutyKind.FLAG,
            to=state.chair,
            face="heard" if one.heard_at else "raised",
            since=one.at if one.kind is FlagKind.DANGER else when(state, one.at, days),
            subject=str(one.number),
            edit_only=bool(one.heard_at) or _done_with(state),
        )


def ask_duties(state: Conference, _now: datetime, days: Calendar) -> Iterator[Duty]:
    """Exclusion and recording wait for the chair alone; whoever asked hears that it is answered. Subject: `what:person`."""
    for subject, one in _asked(state):
        since = when(state, one.decided_at or one.asked_at, days)
        done = _done_with(state)
        if reachable(state, state.chair):
            face, only = ("ask", done) if one.granted is None else ("done", True)
            yield Duty(kind=DutyKind.ASK, to=state.chair, face=face, since=since, subject=subject, edit_only=only)
        if one.granted is not None and one.asked_by != state.chair and reachable(state, one.asked_by):
            yield Duty(
                kind=DutyKind.ASK,
                to=one.asked_by,
                face="answered",
                since=since,
                subject=subject,
                edit_only=done,
            )


def _asked(state: Conference) -> Iterator[tuple[str, Exclusion | Recording]]:
    for who, asked in state.before.exclusions.items():
        yield f"exclusion:{who}", asked
    for who, one in state.before.recordings.items():
        yield f"recording:{who}", one


def letter_duties(state: Conference, _now: datetime, days: Calendar) -> Iterator[Duty]:
    """S4 5.9: in writing. By a person, as every letter to family; not once the conference is over or will not be."""
    for who in state.before.exclusions:
        one, carrier = letter_for(state, who), carries_letter(state, who)
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
