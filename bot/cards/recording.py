"""Asking to record: in family words for family, for others on their behalf, and for the chair to answer (S4 3.8, 3.9, B25)."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    choice,
    execute,
    fact,
    field,
    own_words,
    text,
    text_input,
)
from bot.cards.frame import buttons, framed
from bot.domain.views.recording import RecordingsView, RecordingView
from bot.words import requests as words
from bot.words.shells import title as conference
from bot.words.times import at_time

Faults = Mapping[str, StrEnum]


def recordings_card(view: RecordingsView, marks: Marks, *, notice: str = "") -> Card:
    rows = [action_set(execute("recording.form", name, marks.see(one))) for one, name in view.family]
    body = [
        text(conference(view.reference), quiet=True),
        text(words.RECORDING),
        text(words.RECORD_FOR if rows else words.NO_FAMILY),
        *rows,
    ]
    return framed(words.RECORDING_TITLE, body, fallback=words.FALLBACK, notice=notice)


def recording_card(view: RecordingView, marks: Marks, *, faults: Faults = EMPTY, notice: str = "") -> Card:
    body: list[Element] = [
        text(conference(view.reference), quiet=True),
        text(words.LAY_RECORDING if view.own else words.RECORDING),
    ]
    if view.asked_at:
        said = [own_words(view.purpose, lead=f"{words.PURPOSE}:")]
        body += [fact(words.WHO, view.name), fact(words.ASKED, at_time(view.asked_at)), *said]
    if view.granted is not None:
        body += _answered(view)
    elif view.chairs and view.asked_at:
        body += _answer(view, marks, faults)
    else:
        body += _ask(view, marks, faults)
    if view.chairs:
        body += buttons([execute("ask.show", words.BACK, marks.see(""))])
    return framed(words.RECORDING_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _ask(view: RecordingView, marks: Marks, faults: Faults) -> Iterator[Element]:
    if view.asked_at:
        yield text(words.LAY_WAITS if view.own else words.NOT_DECIDED, bold=True)
    label = words.LAY_PURPOSE if view.own else f"{view.name}. {words.PURPOSE}"
    yield from field(faults, text_input("purpose", label, value=view.purpose))
    button = execute("recording.ask", words.ASK_TO_RECORD_NOW, marks.stamp(f"recording/{view.person}"), main=True)
    yield action_set(button)


def _answer(view: RecordingView, marks: Marks, faults: Faults) -> Iterator[Element]:
    yield text(words.LIMITS)
    yield from field(faults, choice("granted", words.MAY_RECORD, words.YES_NO, placeholder=words.CHOOSE))
    yield from field(faults, text_input("reasons", words.RECORDING_REASONS))
    yield action_set(execute("recording.decide", words.ANSWER_NOW, marks.stamp(f"recording/{view.person}"), main=True))


def _answered(view: RecordingView) -> Iterator[Element]:
    if view.own:
        yield text(words.LAY_YES if view.granted else words.LAY_NO, bold=True)
    else:
        yield text(words.YES if view.granted else words.NO, bold=True)
    yield own_words(view.reasons, lead=words.WHY_SO)
