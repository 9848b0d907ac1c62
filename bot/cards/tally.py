"""The tally of one child, for the chair alone: every view as given, in the order of the seats (V14, traps 2, 3 and 7).

Reasons are shown whole. Where they are too long for one card they run over several pages.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from bot.cards.components import EMPTY, Card, Element, Marks, box, execute, heading, own_words, text
from bot.cards.frame import back, buttons, close, framed, pages, size, subject
from bot.domain.views.tally import TallyRow, TallyView
from bot.words import post_it as post_it_words
from bot.words import tally as words
from bot.words.labels import label

Code = TypeVar("Code", bound=StrEnum)


def tally_card(
    view: TallyView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "", page: int = 1
) -> Card:
    """Figures stand on every page, so that no page is read without them. A page there is not is the nearest there is."""
    rows = [_row(row) for row in view.rows]
    turned = pages([(size(row), row) for row in rows])
    number = min(max(page, 1), len(turned))
    of = text(words.page(number, len(turned)), quiet=True)
    body = [
        box([text(words.PRIVATE, bold=True)], style="warning"),
        *([text(words.STILL_OPEN, bold=True)] if view.open else []),
        *_scale(view),
        *_figures(view),
        heading(words.VIEWS if number == 1 else words.VIEWS_ON, size="medium"),
        *([of] if len(turned) > 1 else []),
        *turned[number - 1],
        *_buttons(view, marks, number, len(turned)),
    ]
    return framed(words.title(view.called), body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _scale(view: TallyView) -> list[Element]:
    """Which end is which is said, never assumed (trap 4)."""
    safe = post_it_words.HIGH_IS_SAFE if view.ten_is_safe else post_it_words.HIGH_IS_WORRY
    lines = close(own_words(view.zero, lead="0:"), own_words(view.ten, lead="10:"), text(safe, quiet=True))
    return [box(lines)]


def _figures(view: TallyView) -> list[Element]:
    given = sum(1 for row in view.rows if row.view and row.view.scale is not None)
    spread = text(words.spread(view.spread, given) if view.spread else words.NO_SCALES)
    counts = [_counts(words.RECOMMENDATIONS, view.recommendations), _counts(words.CATEGORIES, view.categories)]
    unable, missing = view.unable, sum(1 for row in view.rows if row.missing)
    none = own_words(words.without(unable, missing), lead=words.WITHOUT)
    figures = close(spread, *([] if view.scales_only else counts), none, space="small")
    return [box(figures, separator=True)]


def _counts(title: str, found: Mapping[Code, int]) -> Element:
    """In the order of the card, never by size; nothing is marked out (trap 2)."""
    return own_words(", ".join(f"{label(code)} {number}" for code, number in found.items()), lead=f"{title}:")


def _row(row: TallyRow) -> Element:
    who = f"{row.name}, {row.agency}"
    if row.view is None:
        why = [text(f"{label(row.missing)}.")] if row.missing else []
        return box(close(own_words(who, lead=words.NO_POST_IT if row.missing else words.NOT_YET), *why), separator=True)
    view = row.view
    lines = [own_words(who, lead=words.scale(view))]
    lines += [text(chosen)] if (chosen := words.choices(view)) else []
    lines += [own_words(view.unable or view.reason)] if view.unable or view.reason else []
    lines += [text(words.entered_by(row.entered_by), quiet=True)] if row.entered_by else []
    return box(close(*lines), separator=True)


def _buttons(view: TallyView, marks: Marks, page: int, of: int) -> list[Element]:
    out = []
    if page < of:
        out.append(execute("tally.show", words.NEXT_PAGE, marks.see(subject(view.child, page + 1)), main=True))
    if page > 1:
        out.append(execute("tally.show", words.FIRST_PAGE, marks.see(view.child)))
    if not view.open and not view.scales_only:
        out.append(execute("decision.show", words.decide(view.called), marks.see(view.child), main=page == of))
    return buttons([*out, back(marks)])
