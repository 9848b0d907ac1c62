"""The chair's decision for one child: a form in which nothing is chosen beforehand but what was set up (V20, trap 2)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    box,
    choice,
    choices,
    date_input,
    error_for,
    execute,
    field,
    heading,
    text,
    text_input,
)
from bot.cards.frame import back, framed
from bot.domain.decision import Date, Status
from bot.domain.next_dates import wanted
from bot.domain.post_it import Category
from bot.domain.views.decision import DecisionView
from bot.words import chair as chair_words
from bot.words import decision as words
from bot.words.labels import label

Faults = Mapping[str, StrEnum]


def decision_card(view: DecisionView, marks: Marks, *, faults: Faults = EMPTY, notice: str = "") -> Card:
    """Cards cannot hide an input by a choice, so what goes with which status is said in headings."""
    body = [
        text(words.recorded(view) if view.decided else words.YOURS, bold=view.decided),
        *_quorum(view, faults),
        *_decision(view, faults),
        *_plan(view, faults),
        *_child_in_need(view, faults),
        *_always(view, faults),
        action_set(
            execute("child.decide", words.RECORD, marks.stamp(f"decision/{view.child}"), main=True),
            execute("tally.show", words.SEE_TALLY, marks.see(view.child)),
            back(marks),
        ),
    ]
    title = words.title(view.called, decided=view.decided)
    return framed(title, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _part(title: str, items: Iterable[Element]) -> list[Element]:
    return [box([heading(title, size="medium"), *items], separator=True)]


def _quorum(view: DecisionView, faults: Faults) -> list[Element]:
    """Once more at the decision, for people leave (S4 3.10, V23)."""
    state = text(chair_words.quorum(view.quorum))
    if view.quorum.met:
        return [state]
    reason = text_input("inquorate_reason", words.INQUORATE_REASON, value=view.form.inquorate_reason)
    return [
        box([text(chair_words.quorum(view.quorum), bold=True), text(words.INQUORATE)], style="warning"),
        *field(faults, reason),
    ]


def _decision(view: DecisionView, faults: Faults) -> list[Element]:
    asked = words.status_label(view.called)
    status = choice("status", asked, words.status_choices(view.kind), value=view.form.status, placeholder=words.CHOOSE)
    return [*field(faults, status), *field(faults, text_input("reasons", words.REASONS, value=view.form.reasons))]


def _plan(view: DecisionView, faults: Faults) -> list[Element]:
    """One category, with a plan and with nothing else (S4 9.5, trap 20)."""
    options = [(code.value, label(code)) for code in Category]
    category = choice(
        "category", words.CATEGORY, options, value=view.form.category, placeholder=words.CHOOSE, clearable=True
    )
    group = choices("core_group", words.CORE_GROUP, view.seats, value=view.form.core_group)
    dates = [part for which in wanted(Status.PLAN, view.kind) for part in _date(view, which, faults)]
    return _part(words.IF_PLAN, [*field(faults, category), *field(faults, group), *dates])


def _child_in_need(view: DecisionView, faults: Faults) -> list[Element]:
    dates = [part for which in wanted(Status.CHILD_IN_NEED, view.kind) for part in _date(view, which, faults)]
    return _part(words.IF_CHILD_IN_NEED, dates)


def _date(view: DecisionView, which: Date, faults: Faults) -> list[Element]:
    """The borough's proposal stands in the box; its limit and source stand above it (A7)."""
    entry = date_input(which, words.date_label(which), value=view.form.dates.get(which, ""))
    return [
        *error_for(faults, which),
        entry,
        text(words.limit(view.proposals[which]), quiet=True) | {"spacing": "small"},
    ]


def _always(view: DecisionView, faults: Faults) -> list[Element]:
    form = view.form
    lead = choice("lead", words.LEAD, view.leads, value=form.lead, placeholder=words.CHOOSE)
    outline = text_input("outline", words.outline_label(view.kind), value=form.outline)
    late = text_input("late_reason", words.LATE_REASON, value=form.late_reason)
    return _part(words.ALWAYS, [part for one in (lead, outline, late) for part in field(faults, one)])
