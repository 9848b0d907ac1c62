"""What a card is about, and how often that has changed. A card of an older revision is answered with a fresh one.

Only a scope's own events move its revision, so one professional never makes another's card stale.
"""

from bot.domain.conference import Conference
from bot.domain.ids import ChildId, PersonId, SeatId


def _post_it(state: Conference, seat: str) -> int:
    one = state.round
    return one.number * 1000 + one.post_it(SeatId(seat)).rev if one else 0


def _checklist(state: Conference, person: str) -> int:
    one = state.attendance_of(PersonId(person))
    return one.session * 1000 + one.answers


def _decision(state: Conference, child: str) -> int:
    decision = state.decisions.get(ChildId(child))
    return decision.rev if decision else 0


def _dissent(state: Conference, subject: str) -> int:
    child, _, seat = subject.partition("/")
    declared = sum(one.rev for one in state.dissents if one.child == child and one.seat == seat)
    return _decision(state, child) * 1000 + declared


def _console(state: Conference, _subject: str) -> int:
    return state.console_rev


def _summary(state: Conference, _subject: str) -> int:
    """What the chair approves is what they have read: a dissent since then makes the draft an older one."""
    said = sum(one.rev for one in state.decisions.values()) + sum(one.rev for one in state.dissents)
    return said * 2 + (state.approval is not None)


def _copy(state: Conference, person: str) -> int:
    return int(person in state.copies)


def _sheet(state: Conference, _subject: str) -> int:
    return state.before.sheet_rev


def _reply(state: Conference, person: str) -> int:
    """Of one time of the meeting: a card that names an earlier one says nothing of this (B28)."""
    return state.before.time * 1000 + state.before.revs.get(f"reply/{person}", 0)


def _told(state: Conference, person: str) -> int:
    time = state.before.time * 2 + (state.before.cancelled is not None)
    return time * 1000 + state.before.revs.get(f"told/{person}", 0)


def _free(state: Conference, person: str) -> int:
    """Which days are on offer, and what they said of those."""
    return state.before.revs.get("days/", 0) * 1000 + state.before.revs.get(f"free/{person}", 0)


_BEFORE = (
    "days",
    "report",
    "flag",
    "flags",
    "exclusion",
    "recording",
    "consent",
    "independence",
    "met",
    "participation",
)
"""Kinds of scope of what comes before a conference; each is counted as it changes."""


def _errand(state: Conference, _subject: str) -> int:
    """Not the tries: a card would be old before it is read. A link that came meanwhile is a change to the sheet."""
    return state.before.sheet_rev


_REVISIONS = {
    "post_it": _post_it,
    "checklist": _checklist,
    "decision": _decision,
    "dissent": _dissent,
    "console": _console,
    "summary": _summary,
    "copy": _copy,
    "sheet": _sheet,
    "reply": _reply,
    "told": _told,
    "free": _free,
    "errand": _errand,
}


def revision(state: Conference, scope: str) -> int | None:
    """How often the scope `kind/subject` has changed; None for a scope there is no such kind of."""
    kind, _, subject = scope.partition("/")
    if kind in _BEFORE:
        return state.before.revs.get(scope, 0)
    found = _REVISIONS.get(kind)
    return found(state, subject) if found else None
