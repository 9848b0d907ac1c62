"""The confidentiality checklist and "I cannot do this" (J2, J3). Families have it in family words (J12)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    execute,
    field,
    text,
    text_input,
    toggle,
)
from bot.cards.frame import framed
from bot.domain.views.checklist import ChecklistView
from bot.words import checklist as words
from bot.words.shells import title
from bot.words.status import OPEN_STATUS


def checklist_card(
    view: ChecklistView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = ""
) -> Card:
    """Every item on its own, none ticked beforehand (J2); once done, only that it is done."""
    said = _words(view)
    body = _done(said, marks) if view.done else _asked(view, said, marks, faults)
    return framed(said.title, [_reference(view), *body], fallback=words.FALLBACK, faults=faults, notice=notice)


def decline_card(view: ChecklistView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    said = _words(view)
    body = [
        _reference(view),
        text(said.decline_why),
        *field(faults, text_input("reason", said.decline_label)),
        action_set(
            execute("checklist.decline", said.decline_send, _stamp(view, marks), main=True),
            execute("checklist.show", said.back, marks.see("")),
        ),
    ]
    return framed(said.decline_title, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _reference(view: ChecklistView) -> Element:
    return text(title(view.reference), quiet=True)


def _words(view: ChecklistView) -> words.ChecklistWords:
    return words.LAY if view.lay else words.PROFESSIONAL


def _stamp(view: ChecklistView, marks: Marks) -> Mapping[str, object]:
    return marks.stamp(f"checklist/{view.person}")


def _done(said: words.ChecklistWords, marks: Marks) -> list[Element]:
    return [
        text(said.done, bold=True),
        text(said.then),
        action_set(execute("status.show", OPEN_STATUS, marks.see(""))),
    ]


def _asked(
    view: ChecklistView, said: words.ChecklistWords, marks: Marks, faults: Mapping[str, StrEnum]
) -> list[Element]:
    out = [text(said.declined, bold=True)] if view.declined else []
    out += [text(said.again), text(said.why)] if view.again else [text(said.why)]
    for number, (code, item) in enumerate(view.items.items(), start=1):
        out += field(faults, toggle(code, words.item(number, len(view.items)), item))
    buttons = (
        execute("checklist.acknowledge", said.confirm, _stamp(view, marks), main=True),
        execute("checklist.decline_form", said.cannot, marks.see("")),
    )
    return [*out, action_set(*buttons)]
