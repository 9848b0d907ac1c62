"""How each child takes part: all of them, and the form for one (S3, S4 4.3-4.18; B18)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    box,
    choice,
    execute,
    fact,
    field,
    own_words,
    text,
    text_input,
)
from bot.cards.frame import framed
from bot.domain.ids import ChildId
from bot.domain.preparations import TakingPart
from bot.domain.views.participation import ChildTakingPart, ParticipationView
from bot.words import requests as words
from bot.words.labels import label
from bot.words.shells import title as conference


def participations_card(view: ParticipationView, marks: Marks, *, notice: str = "") -> Card:
    body = [
        text(conference(view.reference), quiet=True),
        text(words.PARTICIPATION),
        *(_row(one, marks) for one in view.children),
    ]
    return framed(words.PARTICIPATION_TITLE, body, fallback=words.FALLBACK, notice=notice)


def participation_card(
    view: ParticipationView,
    child: ChildId,
    marks: Marks,
    *,
    faults: Mapping[str, StrEnum] = EMPTY,
    notice: str = "",
) -> Card:
    """One child's form. An unknown child: all of them again."""
    one = next((each for each in view.children if each.child == child), None)
    if one is None:
        return participations_card(view, marks, notice=notice)
    ways = [(how, label(how)) for how in TakingPart]
    plan = one.plan
    body = [
        text(conference(view.reference), quiet=True),
        text(words.PARTICIPATION),
        *field(faults, choice("how", words.HOW, ways, value=plan.how if plan else "", placeholder=words.CHOOSE)),
        *field(faults, text_input("note", words.NOTE, value=plan.note if plan else "")),
        action_set(
            execute("participation.plan", words.KEEP, marks.stamp(f"participation/{child}"), main=True),
            execute("participation.show", words.PARTICIPATION_TITLE, marks.see("")),
        ),
    ]
    return framed(words.taking_part(one.called), body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _row(one: ChildTakingPart, marks: Marks) -> Element:
    items = [fact(one.called, label(one.plan.how) if one.plan else words.NOT_PLANNED)]
    if one.plan and one.plan.note:
        items.append(own_words(one.plan.note, lead=words.NOTE_LEAD))
    items.append(action_set(execute("participation.form", words.plan(one.called), marks.see(one.child))))
    return box(items, separator=True)
