"""The sheet of one conference: what it is, what is missing, and a button to change each thing. One screen."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from bot.cards.components import EMPTY, Card, Element, Marks, box, execute, facts, heading, own_words, text
from bot.cards.errands import sheet_part
from bot.cards.frame import buttons, framed
from bot.domain.checks import Found
from bot.domain.views.sheet import Phase, SheetView
from bot.words import forecast as forecast_words
from bot.words import sheet as words
from bot.words.labels import label
from bot.words.shells import title
from bot.words.times import at_time

SHEET = "sheet/"
_MOST_SHOWN = 8
_NOT_ASKED = frozenset({Phase.DRAFT, Phase.READY})


def sheet_card(view: SheetView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    body = [
        text(label(view.kind), quiet=True),
        text(words.PHASES[view.phase], bold=True),
        *_found(words.GAPS, view.gaps, "attention"),
        *_found(words.CONCERNS, view.concerns, "warning"),
        facts(_facts(view)),
        *sheet_part(view.microsoft, marks),
        *buttons(list(_changes(view, marks))),
        *buttons(list(_deeds(view, marks))),
    ]
    return framed(title(view.reference), body, fallback=words.FALLBACK, faults=faults, notice=notice)


def back(marks: Marks) -> Element:
    return execute("sheet.show", words.BACK, marks.see(""))


def _found(said: str, found: Sequence[Found], style: str) -> list[Element]:
    """The first few: when they are done, the others come up."""
    if not found:
        return []
    lines = [{**own_words(words.found(one)), "spacing": "small"} for one in found[:_MOST_SHOWN]]
    more = [text(words.more(len(found) - _MOST_SHOWN), quiet=True)] if len(found) > _MOST_SHOWN else []
    return [box([heading(said, size="medium"), *lines, *more], style=style)]


def _facts(view: SheetView) -> Iterator[tuple[str, str]]:
    yield words.WHEN, words.span(view.start, view.planned_end)
    yield words.HOW, label(view.mode)
    if view.place:
        yield words.WHERE, view.place
    yield words.CHAIR, view.chair
    if view.independence or (view.asks_independence and not view.cancelled):
        yield words.INDEPENDENCE, words.independence(view.independence)
    yield words.CHILDREN, ", ".join(one.called for one in view.children) or words.NONE_YET
    yield words.PEOPLE, words.people_count(view.people)
    nobody = words.NOBODY if view.household_said else words.NOT_SAID
    yield words.HOUSEHOLD, "; ".join(view.household) or nobody
    for part in view.parts:
        yield part.title, words.part_line(part, view.names)
    for child in view.forecast:
        yield words.QUORUM, forecast_words.sentence(child)
    yield from _measured(view)


def _measured(view: SheetView) -> Iterator[tuple[str, str]]:
    for move in view.moves[-2:]:
        yield words.MOVED, words.moved(move.start, move.reason)
    if view.cancelled:
        yield words.CANCELLED, f"{at_time(view.cancelled.at)}. {view.cancelled.reason}"
    for one in view.measures:
        yield words.LIMIT, words.measure(one, moved=bool(view.moves))
    if view.delay:
        yield words.DELAY, view.delay


def _changes(view: SheetView, marks: Marks) -> Iterator[Element]:
    if view.list_open:
        yield execute("sheet.people", words.CHANGE_PEOPLE, marks.see(""))
    if not view.open:
        return
    details = words.CHANGE_DETAILS if view.phase in _NOT_ASKED else words.CHANGE_DETAILS_LATER
    for verb, said in (
        ("sheet.children", words.CHANGE_CHILDREN),
        ("sheet.household", words.CHANGE_HOUSEHOLD),
        ("sheet.details", details),
        *([("sheet.dates", words.CHANGE_DATES)] if view.dates else []),
        ("sheet.parts", words.CHANGE_PARTS),
    ):
        yield execute(verb, said, marks.see(""))


def _deeds(view: SheetView, marks: Marks) -> Iterator[Element]:
    if view.phase is Phase.READY:
        yield execute("conference.convene", words.CONVENE, marks.stamp(SHEET), main=True)
    if view.phase is Phase.CONVENED:
        yield execute("report.show", words.REPORTS, marks.see(""))
        yield execute("sheet.move", words.MOVE, marks.see(""))
    if view.open:
        yield execute("sheet.cancel", words.CANCEL, marks.see(""))
    if not view.cancelled and (view.delay or any(one.late for one in view.measures)):
        yield execute("sheet.delay", words.EXPLAIN, marks.see(""))
