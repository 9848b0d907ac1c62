"""The small forms behind the console: the words of 0 and 10, the threshold test, the chair's own chair, the end.

Those of the round are in `round_forms`, those about people in `people_forms`; dialogs find them all here.
"""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Marks,
    action_set,
    choice,
    date_input,
    error_for,
    execute,
    fact,
    field,
    own_words,
    text,
    text_input,
    time_input,
)
from bot.cards.console_next import CONSOLE
from bot.cards.frame import back, framed
from bot.cards.people_forms import mark_card, override_card, strangers_card
from bot.cards.round_forms import close_round_card, open_round_card
from bot.domain.verbs.set_anchors import LONGEST_ANCHOR
from bot.domain.views.console import ConsoleView
from bot.domain.views.ending import EndingView
from bot.domain.views.handover import HandOverView
from bot.words import chair_forms as words
from bot.words.times import at_time

__all__ = [
    "anchors_card",
    "close_round_card",
    "correct_end_card",
    "hand_over_card",
    "mark_card",
    "open_round_card",
    "override_card",
    "strangers_card",
    "threshold_card",
]


def anchors_card(view: ConsoleView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    """The borough's words stand above as a help; what goes into the boxes is the chair's own (S0, D4)."""
    body = [
        text(words.ANCHORS),
        text(words.ANCHORS_HINT, bold=True),
        own_words(view.zero_hint, lead="0:"),
        own_words(view.ten_hint, lead="10:"),
        *field(faults, text_input("zero", words.ZERO, value=view.zero, longest=LONGEST_ANCHOR)),
        *field(faults, text_input("ten", words.TEN, value=view.ten, longest=LONGEST_ANCHOR)),
        action_set(execute("anchors.set", words.KEEP_ANCHORS, marks.stamp(CONSOLE), main=True), back(marks)),
    ]
    return framed(words.ANCHORS_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def threshold_card(view: ConsoleView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    """S4 9.1, 9.2: what the conference must ask itself before anybody is asked for a view."""
    shown = execute("threshold.show", words.SHOW_THRESHOLD, marks.stamp(CONSOLE), main=True)
    body = [
        text(words.THRESHOLD_SHOWN if view.threshold_shown else words.THRESHOLD, bold=view.threshold_shown),
        *(own_words(line) for line in view.threshold),
        action_set(*([] if view.threshold_shown else [shown]), back(marks)),
    ]
    return framed(words.THRESHOLD_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def hand_over_card(
    view: HandOverView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = ""
) -> Card:
    """For the chair, or for the manager when the chair has lost the line."""
    if view.successors:
        body = [
            text(words.hand_over(view.chair)),
            *field(faults, choice("to", words.HAND_OVER_TO, view.successors, placeholder=words.CHOOSE_PERSON)),
            *field(faults, text_input("reason", words.HAND_OVER_REASON)),
        ]
        actions = [execute("chair.hand_over", words.HAND_OVER_NOW, marks.stamp(CONSOLE), main=True)]
    else:
        body, actions = [text(words.NO_SUCCESSORS)], []
    rows = [*body, action_set(*actions, execute("next.show", words.NOT_NOW, marks.see("")))]
    return framed(words.HAND_OVER_TITLE, rows, fallback=words.FALLBACK, faults=faults, notice=notice)


def correct_end_card(
    view: EndingView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = ""
) -> Card:
    """For the chair, or for the manager. A wrong end starts wrong clocks; a right one comes with its reason. Either half of
    the moment may be at fault.
    """
    correct = execute("meeting.correct_end", words.CORRECT_END_NOW, marks.stamp(CONSOLE), main=True)
    way_back = back(marks) if view.chairs else execute("status.show", words.NOT_NOW, marks.see(""))
    moment = {"date" if name == "ended_at" else name: code for name, code in faults.items()}
    running = [fact(words.END_NOW, at_time(view.clocks.started))] if view.clocks else []
    body = [
        text(words.END),
        *running,
        *error_for(moment, "date"),
        date_input("date", words.END_DATE),
        *field(moment, time_input("time", words.END_TIME)),
        *field(moment, text_input("reason", words.END_REASON)),
        action_set(correct, way_back),
    ]
    return framed(words.END_TITLE, body, fallback=words.FALLBACK, faults=moment, notice=notice)
