"""The chair's console: what to do next, what to settle, then how things stand. Never what anybody answered (V5, V7)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import EMPTY, Card, Element, Marks, action_set, box, execute, fact, own_words, text
from bot.cards.console_next import PER_CHILD, child_buttons, deed_button, seats, undecided, what_next
from bot.cards.frame import buttons, close, framed
from bot.domain.conference import Stage
from bot.domain.particulars import Kind, Role
from bot.domain.views.console import Answered, ChildLine, ConsoleView, Deed, Here, Presence
from bot.words import chair as words
from bot.words.labels import label, stage

_WITH_QUORUM = frozenset({Stage.GATHERING, Stage.ROUND_OPEN, Stage.ROUND_CLOSED})
"""While it may still be counted. The record keeps what it was when the round opened and at each decision."""


def console_card(view: ConsoleView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    body = [
        text(f"{label(view.kind)}. {stage(view.stage, view.kind)}.", quiet=True),
        *_next(view, marks),
        *_settle(view, marks),
        *_clocks(view),
        *_seats(view),
        *_children(view, marks),
        *_dissents(view),
        *_people(view),
        *_scale(view),
        *_the_rest(view, marks),
    ]
    return framed(view.reference, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _next(view: ConsoleView, marks: Marks) -> list[Element]:
    sentence, actions = what_next(view, marks)
    return [box([own_words(sentence, lead=words.NEXT), *buttons(actions)], style="emphasis")]


def _settle(view: ConsoleView, marks: Marks) -> list[Element]:
    """Who waits for the chair's word, with the reason they gave (J3, J13)."""
    unable = [one for one in view.people if one.presence is Presence.CANNOT]
    lines = [own_words(one.reason or words.NO_REASON, lead=words.cannot(one)) for one in unable]
    lines += [own_words(words.stranger(one)) for one in view.strangers]
    actions = [execute("console.override", words.OVERRIDE_BUTTON, marks.see(""))] if unable else []
    actions += [execute("console.strangers", words.STRANGERS_BUTTON, marks.see(""))] if view.strangers else []
    return [box([text(words.SETTLE, bold=True), *lines, action_set(*actions)], style="warning")] if lines else []


def _clocks(view: ConsoleView) -> list[Element]:
    if view.clocks is None:
        return []
    hours, days, still = words.clocks(view.clocks, view.stage)
    return [
        box([text(words.CLOCKS, bold=True), *close(text(hours), text(days)), text(still, quiet=True)], separator=True)
    ]


def _seats(view: ConsoleView) -> list[Element]:
    """Where each post-it stands, in the order of the seats, so that the hour of handing in is not shown."""
    if view.stage is not Stage.ROUND_OPEN:
        return []
    done = len(seats(view, Answered.HANDED_IN))
    lines = [
        fact(f"{title} ({len(found)})", ", ".join(words.seat(one) for one in found))
        for which, title in words.SEATS_TITLES.items()
        if (found := seats(view, which))
    ]
    title = text(words.handed_in(done, len(view.seats)), bold=True)
    return [box(close(title, *lines, space="small"), separator=True)]


def _children(view: ConsoleView, marks: Marks) -> list[Element]:
    """Each child with its quorum, its decision and its buttons; those of the next one stand at the top."""
    if view.stage is Stage.PLANNED or (view.kind is Kind.CORE_GROUP and not PER_CHILD & set(view.deeds)):
        return []
    up_there = undecided(view) if view.stage is Stage.ROUND_CLOSED else None
    out = []
    for one in view.children:
        actions = [] if one is up_there else child_buttons(view, one, marks)
        out += [*_child(view, one), *buttons(actions)]
    return [box(out, separator=True)]


def _child(view: ConsoleView, one: ChildLine) -> list[Element]:
    """A quorum that is not met stands out; a decision says all there is to say."""
    state = words.decided(one.decided, view.kind) if Deed.DECIDE in view.deeds or one.decided else ""
    quorum = one.quorum if view.stage in _WITH_QUORUM and not one.decided else None
    name = own_words(f"{state}.", lead=f"{one.called}:") if state else text(one.called, bold=True)
    return close(name, *([text(words.quorum(quorum), bold=not quorum.met)] if quorum else []))


def _dissents(view: ConsoleView) -> list[Element]:
    lines = [text(f"{called}: {agency}") for called, agency in dict.fromkeys(view.dissents)]
    return [box([text(words.DISSENTS, bold=True), *close(*lines)], separator=True)] if lines else []


def _people(view: ConsoleView) -> list[Element]:
    lines = [
        fact(f"{title} ({len(found)})", ", ".join(words.person(one) for one in found))
        for which, title in words.PEOPLE.items()
        if (found := [one for one in view.people if one.presence is which and not _seen_above(view, one)])
    ]
    return [box(close(*lines, space="small"), separator=True)] if lines and not view.ended else []


def _seen_above(view: ConsoleView, one: Here) -> bool:
    """While the round is open professionals stand among the post-its, and here only when they have left."""
    return view.stage is Stage.ROUND_OPEN and one.role is Role.PROFESSIONAL and one.presence is not Presence.AWAY


def _scale(view: ConsoleView) -> list[Element]:
    if view.stage not in (Stage.PLANNED, Stage.GATHERING) or not (view.zero or view.ten):
        return []
    lines = close(text(words.SCALE, bold=True), own_words(view.zero, lead="0:"), own_words(view.ten, lead="10:"))
    return [box(lines, separator=True)]


def _done(view: ConsoleView, deed: Deed) -> bool:
    return deed is Deed.SHOW_THRESHOLD and view.threshold_shown


def _the_rest(view: ConsoleView, marks: Marks) -> list[Element]:
    """Every other deed, and the way to see it all anew. The round is opened as the next step or not yet."""
    _, above = what_next(view, marks)
    shown = {one["verb"] for one in above}
    deeds = [deed for deed in view.deeds if deed is not Deed.OPEN_ROUND and not _done(view, deed)]
    rest = [one for deed in deeds for one in deed_button(view, deed, marks) if one["verb"] not in shown]
    rows = buttons([*rest, execute("console.show", words.REFRESH, marks.see(""))])
    return [rows[0] | {"separator": True, "spacing": "large"}, *rows[1:]]
