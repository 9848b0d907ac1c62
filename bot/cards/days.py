"""Days on offer for the next meeting: to choose among, and to put on offer (S1; B23)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    box,
    choices,
    date_input,
    execute,
    fact,
    facts,
    field,
    heading,
    text,
)
from bot.cards.frame import framed
from bot.domain.verbs.offer_days import MOST
from bot.domain.views.days import DaysView
from bot.words import days as words
from bot.words.labels import label
from bot.words.shells import title
from bot.words.times import on_day


def days_card(view: DaysView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    body = [
        text(title(view.reference), quiet=True),
        *(_choose(view, marks, faults) if view.chooses else []),
        *(_offered(view, marks) if view.offers else []),
    ]
    return framed(words.TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _choose(view: DaysView, marks: Marks, faults: Mapping[str, StrEnum]) -> list[Element]:
    options = [(one.day.isoformat(), on_day(one.day)) for one in view.days]
    mine = [one.day.isoformat() for one in view.days if one.mine]
    now = execute("days.choose", words.CHOOSE_NOW, marks.stamp(f"free/{view.person}"), main=True)
    return [
        *([text(words.ANSWERED, bold=True)] if view.answered else []),
        text(words.CHOOSE_FAMILY if view.lay else words.CHOOSE),
        *field(faults, choices("days", words.BOX, options, value=mine)),
        text(words.NONE),
        action_set(now, execute("invitation.show", words.BACK, marks.see(""))),
    ]


def _offered(view: DaysView, marks: Marks) -> list[Element]:
    """For whoever arranges it, and for nobody else: who could come on each day."""
    rows = [(on_day(one.day), ", ".join(one.can) or words.NOBODY) for one in view.days]
    silent = [fact(words.SILENT, ", ".join(view.silent))] if rows and view.silent else []
    known = [facts(rows), *silent] if rows else [text(words.NO_DAYS)]
    offer = execute("days.form", words.OFFER_AGAIN if rows else words.OFFER, marks.see(""), main=not rows)
    return [box([heading(words.WHO_TITLE, size="medium"), *known, action_set(offer)], separator=bool(view.chooses))]


def offer_card(view: DaysView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    offered = [one.day.isoformat() for one in view.days] + [""] * MOST
    inputs = [
        date_input(f"day.{number}", words.day(number), value=offered[number - 1]) for number in range(1, MOST + 1)
    ]
    latest = [(label(which), on_day(day)) for which, day in view.latest.items()]
    body = [
        text(title(view.reference), quiet=True),
        text(words.OFFER_FORM),
        *([text(words.LATEST, bold=True), facts(latest)] if latest else []),
        *(part for one in inputs for part in field(faults, one)),
        action_set(
            execute("days.offer", words.OFFER_NOW, marks.stamp("days/"), main=True),
            execute("days.show", words.BACK_TO_DAYS, marks.see("")),
        ),
    ]
    return framed(words.OFFER_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)
