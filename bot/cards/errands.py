"""What is to be done in Microsoft 365: what does not work and whom to ask, what to look at, and how to say that it is done."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    box,
    execute,
    field,
    heading,
    own_words,
    text,
    text_input,
)
from bot.cards.frame import close, framed
from bot.domain.errands import ErrandKind
from bot.domain.typed import LONGEST_LINK
from bot.domain.views.microsoft import ErrandsView, MicrosoftNotes, Stuck
from bot.words import errands as words
from bot.words.graph import LOOK, option, what_to_do
from bot.words.shells import title


def errands_card(view: ErrandsView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    notes = view.notes
    body = [text(title(view.reference), quiet=True), *_said(notes)]
    body += [_stuck(one, marks, faults) for one in notes.stuck]
    if notes.look:
        body.append(_look(notes, marks))
    last = [execute("sheet.show", words.BACK, marks.see(""))]
    if notes.stuck:
        last.insert(0, execute("errand.again", words.AGAIN, marks.stamp("errand/"), main=True))
    return framed(words.TITLE, [*body, action_set(*last)], fallback=words.FALLBACK, faults=faults, notice=notice)


def sheet_part(notes: MicrosoftNotes, marks: Marks) -> list[Element]:
    """The same in a few lines, for the card of the whole conference; nothing when there is nothing to say."""
    lines = [*(words.by_hand(one) for one in notes.by_hand), *(f"{words.stuck(one.kind)}." for one in notes.stuck)]
    if notes.under_way:
        lines.append(_under_way(notes))
    if not lines and not notes.look:
        return []
    opens = notes.stuck or notes.look
    button = [action_set(execute("errand.show", words.OPEN, marks.see("")))] if opens else []
    return [heading(words.TITLE, size="medium"), *(text(one) for one in dict.fromkeys(lines)), *button]


def _said(notes: MicrosoftNotes) -> Iterator[Element]:
    if not notes.on:
        yield text(words.ALL_BY_HAND)
    for one in notes.by_hand:
        yield text(words.by_hand(one))
    if notes.under_way:
        yield text(_under_way(notes))
    elif notes.on and not (notes.stuck or notes.look or notes.by_hand):
        yield text(words.NOTHING)


def _under_way(notes: MicrosoftNotes) -> str:
    return f"{words.UNDER_WAY} {'; '.join(words.doing(one) for one in notes.under_way)}."


def _stuck(one: Stuck, marks: Marks, faults: Mapping[str, StrEnum]) -> Element:
    items = [heading(words.stuck(one.kind), size="medium")]
    if one.names:
        items.append(own_words(", ".join(one.names), lead=words.WHO))
    items += [text(what_to_do(one.obstacle)), text(words.means(one.kind))]
    if one.kind is ErrandKind.HOLD:
        items += field(faults, text_input("join_link", words.LINK, longest=LONGEST_LINK, multiline=False))
    said = words.USE_LINK if one.kind is ErrandKind.HOLD else words.done(one.kind)
    items.append(action_set(execute("errand.done", said, marks.stamp(f"errand/{one.kind}"))))
    return box(items, separator=True)


def _look(notes: MicrosoftNotes, marks: Marks) -> Element:
    """The button says which were listed: what comes to be listed later, nobody has looked at."""
    lines = close(*(text(f"• {option(one)}") for one in notes.look), space="small")
    button = execute("errand.checked", words.LOOKED, marks.stamp(f"errand/{','.join(notes.look)}"))
    return box([text(LOOK, bold=True), *lines, action_set(button)], separator=True)
