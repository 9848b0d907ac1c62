"""Leaving a family member out: to ask for it, to decide on it, and the letter that somebody carries (S4 5, B14)."""

from collections.abc import Iterator, Mapping
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
    facts,
    field,
    heading,
    own_words,
    text,
    text_input,
)
from bot.cards.frame import buttons, framed
from bot.domain.preparations import Exclusion, Ground
from bot.domain.verbs.ask_exclusion import PART, WHOLE
from bot.domain.views.exclusion import ExclusionLetterView, ExclusionsView, ExclusionView
from bot.words import delivery as delivery_words
from bot.words import exclusion_letter as letter_words
from bot.words import requests as words
from bot.words.labels import label
from bot.words.shells import title as conference
from bot.words.times import at_time

Faults = Mapping[str, StrEnum]


def exclusions_card(view: ExclusionsView, marks: Marks, *, notice: str = "") -> Card:
    """One at a time: what holds for one parent need not hold for the other (trap 8)."""
    rows = [
        action_set(execute("exclusion.form", words.whom(one.name, one.relation), marks.see(one.person)))
        for one in view.family
    ]
    body = [
        text(conference(view.reference), quiet=True),
        text(words.EXCLUSION),
        text(words.WHOM if rows else words.NO_FAMILY),
        *rows,
    ]
    return framed(words.EXCLUSION_TITLE, body, fallback=words.FALLBACK, notice=notice)


def exclusion_card(view: ExclusionView, marks: Marks, *, faults: Faults = EMPTY, notice: str = "") -> Card:
    one = view.asked
    body: list[Element] = [
        text(conference(view.reference), quiet=True),
        heading(words.whom(view.name, view.relation), size="medium"),
        text(words.EXCLUSION),
    ]
    if one:
        body += _asked(view, one)
    elif view.taken:
        body.append(text(words.TAKEN, bold=True))
    if one and one.granted is not None:
        body += _decided(view, one, marks)
    elif one and view.chairs:
        body += _decide(view, marks, faults)
    elif not view.taken or one:
        body += _ask(view, marks, faults)
    if view.chairs:
        body += buttons([execute("ask.show", words.BACK, marks.see(""))])
    return framed(words.EXCLUSION_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _asked(view: ExclusionView, one: Exclusion) -> Iterator[Element]:
    extent = dict(words.EXTENTS)[WHOLE if one.whole else PART]
    yield facts([(words.ASKED_BY, f"{view.asked_by}, {at_time(one.asked_at)}"), (words.GROUND, label(one.ground))])
    if one.granted is None:
        yield fact(words.EXTENT, extent)
    yield own_words(one.evidence, lead=f"{words.EVIDENCE}:")
    if not view.in_time:
        yield text(words.LATE)


def _ask(view: ExclusionView, marks: Marks, faults: Faults) -> Iterator[Element]:
    one = view.asked
    grounds = [(ground, label(ground)) for ground in Ground]
    extent = (WHOLE if one.whole else PART) if one else ""
    if view.ask_by:
        yield text(words.ask_by(at_time(view.ask_by)), quiet=True)
    yield from field(
        faults, choice("ground", words.GROUND, grounds, value=one.ground if one else "", placeholder=words.CHOOSE)
    )
    evidence = text_input("evidence", words.EVIDENCE, value=one.evidence if one else "", hint=words.EVIDENCE_HINT)
    yield from field(faults, evidence)
    yield from field(faults, choice("extent", words.EXTENT, words.EXTENTS, value=extent, placeholder=words.CHOOSE))
    yield action_set(execute("exclusion.ask", words.ASK_NOW, marks.stamp(f"exclusion/{view.person}"), main=True))


def _decide(view: ExclusionView, marks: Marks, faults: Faults) -> Iterator[Element]:
    """Nothing filled in beforehand: the request is not the decision."""
    yield heading(words.DECIDE, size="medium")
    yield text(words.LEGAL)
    yield from field(faults, choice("extent", words.DECIDE, words.DECIDE_EXTENTS, placeholder=words.CHOOSE))
    yield from field(faults, text_input("reasons", words.REASONS))
    yield from field(faults, text_input("how_long", words.HOW_LONG))
    yield text(words.FINAL)
    yield action_set(execute("exclusion.decide", words.DECIDE_NOW, marks.stamp(f"exclusion/{view.person}"), grave=True))


def _decided(view: ExclusionView, one: Exclusion, marks: Marks) -> Iterator[Element]:
    granted = words.WHOLE_GRANTED if one.whole else words.PART_GRANTED
    yield fact(words.DECISION, granted if one.granted else words.REFUSED)
    if one.granted:
        yield own_words(one.how_long, lead=words.FOR_HOW_LONG)
    if view.chairs:
        yield own_words(one.reasons, lead=words.SAID)
    if view.chairs and one.granted:
        yield action_set(execute("letter.show", words.SEE_LETTER, marks.see(view.person)))


def exclusion_letter_card(view: ExclusionLetterView, marks: Marks, *, faults: Faults = EMPTY, notice: str = "") -> Card:
    """The letter, word for word, for whoever carries it."""
    how = text_input("how", letter_words.how(view.name), multiline=False, hint=delivery_words.HOW_HINT)
    giving = [
        *field(faults, how),
        action_set(execute("exclusion.letter", letter_words.GIVE, marks.stamp(f"exclusion/{view.person}"), main=True)),
    ]
    body = [
        text(letter_words.GIVEN if view.given else letter_words.CARRY, bold=True),
        box([element for part in letter_words.parts(view) for element in _part(part)], separator=True),
        *([] if view.given else [box(giving, separator=True)]),
    ]
    return framed(
        letter_words.card_title(view.name), body, fallback=letter_words.FALLBACK, faults=faults, notice=notice
    )


def _part(part: letter_words.Part) -> Iterator[Element]:
    if part.title:
        yield heading(part.title, size="medium")
    if part.typed:
        yield own_words(part.typed)
    for said in part.said:
        yield text(said)
