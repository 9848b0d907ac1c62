"""The children of a conference, and the form for one of them (B2)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Marks,
    action_set,
    choice,
    date_input,
    execute,
    field,
    own_words,
    text,
    text_input,
    toggle,
)
from bot.cards.frame import buttons, framed
from bot.cards.sheet import SHEET, back
from bot.domain.ids import ChildId
from bot.domain.typed import LONGEST_LINE
from bot.domain.views.sheet import SheetView
from bot.words import sheet as words


def children_card(view: SheetView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    lines = [own_words(words.child_line(one, view.names), lead=f"{one.called}:") for one in view.children]
    changes = [execute("sheet.child", one.called, marks.see(one.id)) for one in view.children]
    add = execute("sheet.child", words.ADD_CHILD, marks.see(""), main=True)
    body = [
        text(words.CHILDREN_HINT),
        *lines,
        *buttons([*changes, add] if view.open else []),
        action_set(back(marks)),
    ]
    return framed(words.CHILDREN_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def child_card(
    view: SheetView, which: str, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = ""
) -> Card:
    """`which`: a child, or "" for a new one. Where there is one social worker only, it is they."""
    one = view.child(ChildId(which))
    only = view.leads[0][0] if len(view.leads) == 1 else ""
    born = one.born.isoformat() if one and one.born else ""
    expected = one.expected.isoformat() if one and one.expected else ""
    looked_after = "true" if one and one.looked_after else ""
    keep = execute("child.put", words.KEEP_CHILD, marks.stamp(SHEET + which), main=True)
    take_off = [execute("child.take_off", words.TAKE_OFF_CHILD, marks.stamp(SHEET + which), grave=True)]
    body = [
        *field(
            faults,
            text_input("called", words.CALLED, value=one.called if one else "", longest=LONGEST_LINE, multiline=False),
        ),
        *field(faults, date_input("born", words.BORN, value=born)),
        *field(faults, date_input("expected", words.EXPECTED, value=expected)),
        *field(
            faults,
            choice(
                "lead",
                words.LEAD,
                view.leads,
                value=one.lead if one and one.lead else only,
                placeholder=words.CHOOSE_LEAD,
                clearable=True,
            ),
        ),
        toggle("looked_after", words.LOOKED_AFTER, words.LOOKED_AFTER_TITLE, value=looked_after),
        action_set(keep, *(take_off if one else []), back(marks)),
    ]
    said = words.CHILD_TITLE if one else words.NEW_CHILD_TITLE
    return framed(said, body, fallback=words.FALLBACK, faults=faults, notice=notice)
