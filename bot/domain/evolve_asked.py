"""What is asked of the chair before a conference, and what it makes of its state. As bot/domain/evolve.py."""

from collections.abc import Callable, Mapping
from dataclasses import replace as slots_replaced
from datetime import datetime
from typing import Any

from bot.domain import events_asked as e
from bot.domain.changes import arranged, touched
from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.preparations import Consent, Exclusion, Flag, Independence, Participation, Recording


def _flag(state: Conference, event: e.FlagRaised, at: datetime) -> Conference:
    flag = Flag(number=event.number, kind=event.kind, by=event.by, at=at)
    return touched(state, f"flags/{event.by}", flags=(*state.before.flags, flag))


def _flag_heard(state: Conference, event: e.FlagHeard, at: datetime) -> Conference:
    flags = (slots_replaced(one, heard_at=at) if one.number == event.number else one for one in state.before.flags)
    return touched(state, f"flag/{event.number}", flags=tuple(flags))


def _consented(state: Conference, event: e.ObserverConsented, _at: datetime) -> Conference:
    side = {"family" if event.family else "chair": event.agreed}
    one = slots_replaced(state.before.consents.get(event.observer, Consent()), **side)
    return touched(state, f"consent/{event.observer}", consents={**state.before.consents, event.observer: one})


def _exclusion(state: Conference, event: e.ExclusionAsked, at: datetime) -> Conference:
    """What was asked in time and is put better later was asked in time (S4 5.2)."""
    before = state.before.exclusions.get(event.person)
    asked = Exclusion(
        ground=event.ground,
        evidence=event.evidence,
        whole=event.whole,
        asked_by=event.by,
        asked_at=before.asked_at if before else at,
    )
    return _excluding(state, event.person, asked)


def _excluded(state: Conference, person: PersonId, **change: Any) -> Conference:
    one = slots_replaced(state.before.exclusions[person], **change)
    return _excluding(state, person, one)


def _excluding(state: Conference, person: PersonId, one: Exclusion) -> Conference:
    return touched(state, f"exclusion/{person}", exclusions={**state.before.exclusions, person: one})


def _exclusion_decided(state: Conference, event: e.ExclusionDecided, at: datetime) -> Conference:
    asked = state.before.exclusions[event.person].whole
    return _excluded(
        state,
        event.person,
        granted=event.granted,
        reasons=event.reasons,
        how_long=event.how_long,
        decided_at=at,
        whole=asked if event.whole is None else event.whole,
    )


def _exclusion_letter(state: Conference, event: e.ExclusionLetterGiven, at: datetime) -> Conference:
    return _excluded(state, event.person, letter_at=at)


def _recording(state: Conference, event: e.RecordingAsked, at: datetime) -> Conference:
    asked = Recording(asked_at=at, asked_by=event.by, purpose=event.purpose)
    return _recordings(state, event.person, asked)


def _recording_decided(state: Conference, event: e.RecordingDecided, at: datetime) -> Conference:
    before = state.before.recordings[event.person]
    one = slots_replaced(before, granted=event.granted, reasons=event.reasons, decided_at=at)
    return _recordings(state, event.person, one)


def _recordings(state: Conference, person: PersonId, one: Recording) -> Conference:
    return touched(state, f"recording/{person}", recordings={**state.before.recordings, person: one})


def _independence(state: Conference, event: e.IndependenceDeclared, at: datetime) -> Conference:
    said = Independence(at=at, independent=event.independent, same=event.same, reason=event.reason, by=event.by)
    return arranged(touched(state, "independence/"), independence=said)


def _met(state: Conference, event: e.MetBeforehand, at: datetime) -> Conference:
    return touched(state, f"met/{event.who}", met={**state.before.met, event.who: at})


def _participation(state: Conference, event: e.ParticipationPlanned, _at: datetime) -> Conference:
    plan = Participation(how=event.how, note=event.note)
    return touched(
        state, f"participation/{event.child}", participation={**state.before.participation, event.child: plan}
    )


ASKED: Mapping[type[Any], Callable[[Conference, Any, datetime], Conference]] = {
    e.FlagRaised: _flag,
    e.FlagHeard: _flag_heard,
    e.ObserverConsented: _consented,
    e.ExclusionAsked: _exclusion,
    e.ExclusionDecided: _exclusion_decided,
    e.ExclusionLetterGiven: _exclusion_letter,
    e.RecordingAsked: _recording,
    e.RecordingDecided: _recording_decided,
    e.IndependenceDeclared: _independence,
    e.MetBeforehand: _met,
    e.ParticipationPlanned: _participation,
}
