"""Opening and closing the round."""

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
from bot.cards.console_next import CONSOLE, seats
from bot.cards.frame import back, buttons, framed
from bot.domain.events import Missing
from bot.domain.views.console import Answered, ConsoleView, SeatLine
from bot.words import chair as console_words
from bot.words import chair_forms as words
from bot.words.labels import label


def open_round_card(
    view: ConsoleView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = ""
) -> Card:
    """Quorum per child first (S4 3.10); going on without it needs its reason (S4 3.11). A core group has none to meet."""
    quorum = [(one.called, one.quorum) for one in view.children if one.quorum]
    absent = ", ".join(console_words.seat(one) for one in seats(view, Answered.NOT_HERE))
    reason = [
        box([text(words.INQUORATE)], style="warning"),
        *field(faults, text_input("inquorate_reason", words.INQUORATE_REASON)),
    ]
    body = [
        text(words.OPEN),
        own_words(view.zero, lead="0:"),
        own_words(view.ten, lead="10:"),
        *(text(f"{called}: {console_words.quorum(one)}", bold=not one.met) for called, one in quorum),
        *([fact(words.ABSENT, absent)] if absent else []),
        *([] if all(one.met for _, one in quorum) else reason),
        action_set(execute("round.open", words.OPEN_NOW, marks.stamp(CONSOLE), main=True), back(marks)),
    ]
    title = words.OPEN_TITLE if view.threshold else words.OPEN_SCALING_TITLE
    return framed(title, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def close_round_card(
    view: ConsoleView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = ""
) -> Card:
    """A reason for every seat without a post-it (V11): staying away is not the same as not wishing to (trap 15)."""
    missing = [one for one in view.seats if one.answered is not Answered.HANDED_IN]
    body = [
        text(console_words.handed_in(len(view.seats) - len(missing), len(view.seats)), bold=True),
        text(words.CLOSE_MISSING if missing else words.CLOSE_ALL),
        *(part for one in missing for part in field(faults, _why(one))),
        text(words.CLOSE),
        action_set(execute("round.close", words.CLOSE_NOW, marks.stamp(CONSOLE), grave=True), back(marks)),
        *_voices(view, marks),
    ]
    return framed(words.CLOSE_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _why(one: SeatLine) -> Element:
    reasons = [(code.value, label(code)) for code in Missing]
    return choice(one.seat, words.why_none(console_words.seat(one)), reasons, placeholder=words.CHOOSE_REASON)


def _voices(view: ConsoleView, marks: Marks) -> list[Element]:
    """Whose view can still be had by voice: they are here and have done the checklist, and a card may have failed them."""
    waiting = seats(view, Answered.AWAITED, Answered.BY_VOICE, Answered.READ_BACK)
    actions = [execute("post_it.read_out", words.voice_button(one.name), marks.see(one.seat)) for one in waiting]
    return [box([text(words.VOICES, bold=True), *buttons(actions)], separator=True)] if actions else []
