"""The chair's decisions as a professional sees them, and the form to dissent from one (S4 11.1, V22)."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    box,
    execute,
    fact,
    facts,
    field,
    heading,
    own_words,
    text,
    text_input,
)
from bot.cards.frame import framed
from bot.domain.ids import ChildId
from bot.domain.post_it import LONGEST_TEXT
from bot.domain.views.decision import DecidedChild, DecisionsView
from bot.words import decisions as words
from bot.words.labels import label
from bot.words.shells import title
from bot.words.times import on_day

_ROOM_FOR_TEXT = 6000
"""Characters of reasons that fit a card under 25 KB beside six children's decisions. Each child's form has them whole."""

_WHOLE = 4 * LONGEST_TEXT
"""Room enough for every text as it is."""


def decisions_card(
    view: DecisionsView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = ""
) -> Card:
    """Every child's decision, each with its own dissent: siblings may differ (trap 1)."""
    room = _ROOM_FOR_TEXT // len(view.children)
    body = [
        text(f"{label(view.kind)} {view.reference}", quiet=True),
        text(words.CONFIDENTIAL),
        *(_child(view, one, marks, room) for one in view.children),
        box([text(words.DIFFER), text(words.WHAT_FOLLOWS)], separator=True),
    ]
    return framed(words.TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def dissent_card(
    view: DecisionsView,
    child: ChildId,
    marks: Marks,
    *,
    faults: Mapping[str, StrEnum] = EMPTY,
    notice: str = "",
) -> Card:
    """One child's. What follows from it is said before it is declared. An unknown child: all decisions again."""
    one = next((each for each in view.children if each.child == child), None)
    if one is None:
        return decisions_card(view, marks, notice=notice)
    reason = text_input("reason", words.REASON, value=view.mine.get(child, ""))
    body = [
        text(title(view.reference), quiet=True),
        *_decision(one, _WHOLE),
        text(words.DIFFER),
        text(words.WHAT_FOLLOWS),
        *field(faults, reason),
        action_set(
            execute("dissent.declare", words.DECLARE, marks.stamp(f"dissent/{child}/{view.seat}"), main=True),
            execute("decisions.show", words.BACK, marks.see("")),
        ),
    ]
    return framed(words.dissent_title(one.called), body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _child(view: DecisionsView, one: DecidedChild, marks: Marks, room: int) -> Element:
    mine = view.mine.get(one.child)
    items = [heading(one.called, size="medium"), *_decision(one, room)]
    if mine is not None:
        items.append(own_words(_cut(mine, room // 2), lead=words.MINE))
    button = words.CHANGE_REASON if mine is not None else words.dissent_button(one.called)
    return box([*items, action_set(execute("dissent.form", button, marks.see(one.child)))], separator=True)


def _decision(one: DecidedChild, room: int) -> Iterator[Element]:
    yield facts(_rows(one))
    if one.late_reason:
        yield own_words(_cut(one.late_reason, room // 4), lead=words.LATE)
    if one.inquorate:
        yield text(words.INQUORATE)
    yield own_words(_cut(one.reasons, room), lead=words.REASONS)
    if one.dissents:
        yield fact(words.OTHERS, "; ".join(one.dissents))


def _rows(one: DecidedChild) -> Iterator[tuple[str, str]]:
    yield words.STATUS, label(one.status)
    if one.category:
        yield words.CATEGORY, label(one.category)
    yield words.LEAD, one.lead
    if one.core_group:
        yield words.CORE_GROUP, "; ".join(one.core_group)
    for which, day in one.dates.items():
        yield label(which), on_day(day)


def _cut(typed: str, room: int) -> str:
    return typed if len(typed) <= room else f"{typed[:room].rstrip()}… {words.CUT}"
