"""Consent to an observer, the chair's word on independence, and whom the chair has met beforehand (B17, B19, B26)."""

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
    text,
    text_input,
)
from bot.cards.frame import buttons, framed
from bot.domain.preparations import Independence
from bot.domain.verbs.decide_recording import NO, YES
from bot.domain.verbs.declare_independence import FIRST
from bot.domain.views.chairs_word import ConsentsView, ConsentView, IndependenceView, Meeting, MeetingsView
from bot.words import requests as words
from bot.words.shells import title as conference
from bot.words.times import at_time

Faults = Mapping[str, StrEnum]
_YES_OR_NO = {None: "", True: YES, False: NO}


def consents_card(view: ConsentsView, marks: Marks, *, notice: str = "") -> Card:
    rows = [
        box(
            [
                heading(one.name, size="medium"),
                facts(_consent(one)),
                action_set(execute("observer.form", one.name, marks.see(one.observer))),
            ],
            separator=True,
        )
        for one in view.observers
    ]
    body = [
        text(conference(view.reference), quiet=True),
        text(words.CONSENT),
        *(rows or [text(words.NO_OBSERVERS)]),
    ]
    return framed(words.CONSENT_TITLE, body, fallback=words.FALLBACK, notice=notice)


def consent_card(view: ConsentView, marks: Marks, *, faults: Faults = EMPTY, notice: str = "") -> Card:
    """Each side for itself; what is left empty stays as it was."""
    chair = choice("chair", words.CHAIR_AGREES, words.YES_NO, value=_YES_OR_NO[view.chair], placeholder=words.CHOOSE)
    family = choice(
        "family", words.FAMILY_AGREES, words.YES_NO, value=_YES_OR_NO[view.family], placeholder=words.CHOOSE
    )
    ways = [execute("observer.consent", words.KEEP, marks.stamp(f"consent/{view.observer}"), main=True)]
    ways += [execute("ask.show", words.BACK, marks.see(""))] if view.chairs else []
    body = [
        text(conference(view.reference), quiet=True),
        heading(view.name, size="medium"),
        text(words.CONSENT),
        facts(_consent(view)),
        *(field(faults, chair) if view.chairs else []),
        *field(faults, family),
        action_set(*ways),
    ]
    return framed(words.CONSENT_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _consent(view: ConsentView) -> Iterator[tuple[str, str]]:
    yield words.CHAIR, words.ANSWERS[view.chair]
    yield words.FAMILY, words.ANSWERS[view.family]


def independence_card(view: IndependenceView, marks: Marks, *, faults: Faults = EMPTY, notice: str = "") -> Card:
    said = view.said
    independent = _YES_OR_NO[said.independent] if said else ""
    body = [
        text(conference(view.reference), quiet=True),
        text(words.INDEPENDENCE),
        *([text(words.DECLARED, bold=True)] if said else []),
        *field(
            faults,
            choice("independent", words.INDEPENDENT, words.YES_NO, value=independent, placeholder=words.CHOOSE),
        ),
        *field(faults, choice("same", words.SAME, words.SAME_CHOICES, value=_same(said), placeholder=words.CHOOSE)),
        *field(faults, text_input("reason", words.INDEPENDENCE_REASON, value=said.reason if said else "")),
        action_set(
            execute("independence.declare", words.DECLARE, marks.stamp("independence/"), main=True),
            execute("ask.show", words.BACK, marks.see("")),
        ),
    ]
    return framed(words.INDEPENDENCE_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _same(said: Independence | None) -> str:
    if said is None:
        return ""
    return FIRST if said.same is None else _YES_OR_NO[said.same]


def meetings_card(view: MeetingsView, marks: Marks, *, faults: Faults = EMPTY, notice: str = "") -> Card:
    """A press for each, as the chair goes from one to the next."""
    body = [
        text(f"{conference(view.reference)}, {at_time(view.start)}", quiet=True),
        text(words.MEETINGS_INTRO),
        *(_meeting(one, marks) for one in view.people),
        *buttons([execute("ask.show", words.BACK, marks.see(""))]),
    ]
    return framed(words.MEETINGS_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _meeting(one: Meeting, marks: Marks) -> Element:
    row = fact(words.whom(one.name, one.relation), at_time(one.met_at) if one.met_at else words.NOT_MET)
    if one.met_at:
        return box([row], separator=True)
    button = execute("premeeting.met", words.met(one.name), marks.stamp(f"met/{one.who}"))
    return box([row, action_set(button)], separator=True)
