"""For whoever tells somebody in the bot's place: whom, what, and then that it is done (B6)."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    date_input,
    execute,
    fact,
    facts,
    field,
    link,
    text,
    text_input,
)
from bot.cards.frame import framed, numbered
from bot.domain.particulars import Mode
from bot.domain.typed import LONGEST_LINE
from bot.domain.views.by_hand import ByHandView
from bot.words import by_hand as words
from bot.words.labels import label
from bot.words.reply import SO_FAR, SO_FAR_WORDS
from bot.words.shells import title
from bot.words.times import at_time, clock, on_day


def by_hand_card(view: ByHandView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    told = bool(view.told_by)
    body = [
        text(title(view.reference), quiet=True),
        facts(_facts(view)),
        *_link(view),
        *(_told(view) if told else _ask(view, marks, faults)),
        *_answer(view, marks),
    ]
    name = words.told_title(view.name) if told else words.title(view.name)
    return framed(name, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _facts(view: ByHandView) -> Iterator[tuple[str, str]]:
    yield words.WHO, f"{view.name}, {view.agency or label(view.role)}"
    yield words.WHAT, label(view.kind)
    yield words.WHEN, f"{at_time(view.start)} to {clock(view.end)}"
    if not view.cancelled:
        if not _link(view):
            yield words.JOIN, view.join_link or words.NO_LINK
        if view.mode is Mode.BLENDED and view.place:
            yield words.ROOM, view.place


def _link(view: ByHandView) -> list[Element]:
    opens = [] if view.cancelled else link(words.JOIN, view.join_link)
    return [action_set(*opens)] if opens else []


def _ask(view: ByHandView, marks: Marks, faults: Mapping[str, StrEnum]) -> list[Element]:
    how = text_input("how", words.HOW, longest=LONGEST_LINE, multiline=False, hint=words.HOW_HINT)
    return [
        *_say(view),
        *field(faults, how),
        *field(faults, date_input("on", words.ON)),
        action_set(execute("by_hand.told", words.TOLD_NOW, marks.stamp(f"told/{view.person}"), main=True)),
    ]


def _say(view: ByHandView) -> list[Element]:
    if view.cancelled:
        return [text(words.ASK_CANCELLED, bold=True)]
    first = words.ASK_AGAIN if view.again else words.ASK
    return [text(first, bold=True), text(words.SAY), *numbered(words.say(view.role))]


def _told(view: ByHandView) -> list[Element]:
    rows = [(words.TOLD, view.told_by), *([(words.TOLD_HOW, view.how)] if view.how else [])]
    return [facts([*rows, (words.TOLD_ON, on_day(view.on))] if view.on else rows)]


def _answer(view: ByHandView, marks: Marks) -> list[Element]:
    """What they said when they were told, so that nobody is asked twice."""
    if view.cancelled:
        return []
    known = [fact(SO_FAR, SO_FAR_WORDS[view.coming])] if view.coming else []
    return [*known, action_set(execute("reply.show", words.THEIR_ANSWER, marks.see(view.person)))]
