"""Where the conference stands, for everybody; for families in family words, with the right to complain (J7, J12)."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from bot.cards.components import EMPTY, Card, Element, Marks, box, execute, facts, heading, own_words, text
from bot.cards.frame import buttons, framed
from bot.domain.conference import Stage
from bot.domain.particulars import Kind, Role
from bot.domain.powers import ARRANGERS, Power
from bot.domain.views.plain import StatusView, Who
from bot.words import status as words
from bot.words.labels import label, stage
from bot.words.shells import title
from bot.words.times import at_time

_SAID_BY_AGENCY = frozenset({Role.PROFESSIONAL, Role.FAMILY})
_OVER = frozenset({Stage.DECIDED, Stage.APPROVED})
_TAKES_PART = frozenset({Power.PROFESSIONAL, Power.LAY, Power.OBSERVER, Power.HELPER})


def status_card(view: StatusView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    body = [text(title(view.reference), quiet=True), facts(_facts(view)), *_who(view)]
    if view.lay:
        body += _for_family(view)
    body += buttons(list(_buttons(view, marks)))
    said = words.LAY_TITLE if view.lay else words.TITLE
    return framed(said, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _facts(view: StatusView) -> Iterator[tuple[str, str]]:
    yield words.KIND, label(view.kind)
    yield words.START, at_time(view.start)
    yield words.STAGE, words.CANCELLED if view.cancelled else stage(view.stage, view.kind)
    yield words.CHAIR, view.chair


def _who(view: StatusView) -> list[Element]:
    if not view.who:
        return []
    rows = [{**own_words(what_they_are(one), lead=f"{one.name}:"), "spacing": "small"} for one in view.who]
    return [box([heading(words.WHO, size="medium"), *rows], separator=True)]


def what_they_are(one: Who) -> str:
    """An agency or a relation says enough by itself; everybody else is known by what they are here."""
    if one.role in _SAID_BY_AGENCY and one.agency:
        return one.agency
    return f"{label(one.role)}, {one.agency}" if one.agency else label(one.role)


def _for_family(view: StatusView) -> list[Element]:
    complaints = box([heading(words.COMPLAIN_TITLE, size="medium"), text(view.complaints)], separator=True)
    if view.cancelled:
        return [complaints]
    agenda = words.CORE_GROUP_AGENDA if view.kind is Kind.CORE_GROUP else words.AGENDA
    lines = [{**text(f"{number}. {line}"), "spacing": "small"} for number, line in enumerate(agenda, start=1)]
    return [
        box([heading(words.AGENDA_TITLE, size="medium"), *lines, text(words.LAY_NOTE)], separator=True),
        complaints,
    ]


def _offers(view: StatusView) -> Iterator[tuple[str, str, str]]:
    """What this person can open now: verb, title, subject. Whoever presses is asked again who they are."""
    held = view.powers
    if Power.CHAIR in held:
        yield "console.show", words.OPEN_CONSOLE, ""
        if _decided(view):
            yield "summary.draft", words.OPEN_DRAFT, ""
    if Power.MANAGER in held:
        yield "console.hand_over", words.OPEN_HAND_OVER, ""
    if view.stage is Stage.PLANNED:
        yield from _beforehand(held)
    if held & _TAKES_PART and view.stage not in _OVER:
        yield "checklist.show", words.OPEN_CHECKLIST, ""
    if Power.PROFESSIONAL in held:
        yield from _for_professional(view)
    for seat, name in view.to_write_down:
        yield "post_it.read_out", words.write_down(name), seat


def _beforehand(held: frozenset[Power]) -> Iterator[tuple[str, str, str]]:
    if Power.CHAIR in held:
        yield "ask.show", words.OPEN_REQUESTS, ""
    if held & (ARRANGERS | {Power.PROFESSIONAL}):
        yield "report.show", words.OPEN_REPORTS if held & ARRANGERS else words.OPEN_REPORT, ""
    if Power.LAY in held:
        yield "recording.form", words.OPEN_RECORDING, ""


def _for_professional(view: StatusView) -> Iterator[tuple[str, str, str]]:
    if view.stage is Stage.ROUND_OPEN:
        yield "post_it.show", words.OPEN_POST_IT, ""
    if _decided(view):
        yield "decisions.show", words.OPEN_DECISIONS, ""
    if view.stage is Stage.APPROVED:
        yield "summary.show", words.OPEN_SUMMARY, ""


def _decided(view: StatusView) -> bool:
    """A core group decides nothing (S0, trap 33)."""
    return view.stage in _OVER and view.kind is not Kind.CORE_GROUP


def _buttons(view: StatusView, marks: Marks) -> Iterator[Element]:
    """Of a cancelled one nothing is opened: each would only lead to its refusal."""
    offers = () if view.cancelled else _offers(view)
    for number, (verb, said, subject) in enumerate(offers):
        yield execute(verb, said, marks.see(subject), main=number == 0)
