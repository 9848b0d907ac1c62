"""The summary's words as parts of a card, and as many pages as they need."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.cards.components import Element, Marks, box, execute, heading, own_words, text
from bot.cards.frame import buttons, close, pages, size, subject
from bot.domain.views.summary import SummaryView
from bot.words import delivery as words
from bot.words import summary as summary_words
from bot.words.summary import Part


class Unit(NamedTuple):
    """What is never parted by a page's end. `section` is the child it is about, "" for what is said once."""

    section: str
    element: Element


def pages_of(view: SummaryView, *, lay: bool = False, to: str = "") -> list[list[Unit]]:
    return pages([(size(one.element), one) for one in units(view, lay=lay, to=to)])


def units(view: SummaryView, *, lay: bool = False, to: str = "") -> Iterator[Unit]:
    """`to` is the name of the one person it is for, where it is for one."""
    yield Unit("", text(summary_words.confidential(lay=lay), bold=True))
    if to:
        yield Unit("", own_words(summary_words.addressed(to, lay=lay)))
    yield Unit("", box(close(*(own_words(one) for one in summary_words.opening(view, lay=lay)))))
    for section in summary_words.sections(view, lay=lay):
        for part in section.parts:
            yield Unit(section.title, _part(part))
    for part in summary_words.closing(view, lay=lay):
        yield Unit("", box([_part(part)], separator=True))
    if signature := summary_words.signature(view):
        yield Unit("", own_words(signature))


def page_body(turned: Sequence[Sequence[Unit]], number: int) -> list[Element]:
    """One page, each child under their name; a child who began on the page before says so."""
    before = turned[number - 2][-1].section if number > 1 else ""
    out: list[Element] = []
    if len(turned) > 1:
        out.append(text(words.page(number, len(turned)), quiet=True))
    section = ""
    for one in turned[number - 1]:
        if one.section and one.section != section:
            title = words.continued(one.section) if one.section == before and not section else one.section
            out.append(heading(title, size="medium") | {"separator": True})
        section = one.section
        out.append(one.element)
    return out


def nearest(page: int, turned: Sequence[object]) -> int:
    """A page there is not is the nearest there is."""
    return min(max(page, 1), len(turned))


def turn(verb: str, of: str, marks: Marks, number: int, last: int) -> list[Element]:
    """From one page to the next, and back to the first."""
    out = []
    if number < last:
        out.append(execute(verb, words.NEXT_PAGE, marks.see(subject(of, number + 1)), main=True))
    if number > 1:
        out.append(execute(verb, words.FIRST_PAGE, marks.see(of)))
    return buttons(out)


def _part(part: Part) -> Element:
    lead = f"{part.title}:"
    if part.typed:
        return own_words(" ".join((*part.said, part.typed)) if part.said else part.typed, lead=lead)
    first = own_words(" ".join(part.said), lead=lead)
    return box(close(first, *(own_words(f"\u2022 {item}") for item in part.items))) if part.items else first
