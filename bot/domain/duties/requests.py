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
from bot.domain.preparations import FlagKind
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
    """Exclusion and recording wait for the chair alone. Subject: `what:person`."""
    if not reachable(state, state.chair):
        return
    before = state.before
    asked = [(f"exclusion:{who}", one.asked_at, one.granted) for who, one in before.exclusions.items()]
    asked += [(f"recording:{who}", one.asked_at, one.granted) for who, one in before.recordings.items()]
    for subject, at, granted in asked:
        yield Duty(
            kind=DutyKind.ASK,
            to=state.chair,
            face="ask" if granted is None else "done",
            since=when(state, at, days),
            subject=subject,
            edit_only=granted is not None or _done_with(state),
        )


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
