"""The list of everything that waits for somebody, live, each line with the button that leads to where it is done (B10, B11)."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.components import Card, Element, action_set, box, execute, text
from bot.cards.frame import framed, pages, size, subject
from bot.domain.ids import ConferenceId
from bot.domain.outstanding import Item
from bot.domain.views.todo import TodoView, Waiting
from bot.words import todo as words
from bot.words.shells import title

See = Callable[[ConferenceId, str], Mapping[str, Any]]
"""A conference and what a button is about -> its unsigned data."""

_OPENS: Mapping[Item, str] = {
    Item.REPLY: "invitation.show",
    Item.REPORT: "report.show",
    Item.SHARE: "report.show",
    Item.MEETING: "invitation.show",
    Item.FLAG: "flag.show",
    Item.EXCLUSION: "ask.show",
    Item.RECORDING: "ask.show",
    Item.CONSENT: "ask.show",
    Item.INDEPENDENCE: "ask.show",
    Item.NO_REPLY: "reply.show",
    Item.NO_REPORT: "report.show",
    Item.LETTER: "letter.show",
    Item.TELL: "by_hand.show",
    Item.ERRAND: "errand.show",
    Item.DELAY: "sheet.delay",
    Item.DAYS: "days.show",
}
_ASKED = frozenset({Item.EXCLUSION, Item.RECORDING, Item.CONSENT, Item.INDEPENDENCE})
_OWN = frozenset({Item.REPLY, Item.MEETING, Item.ERRAND, Item.DELAY, Item.DAYS})
"""What opens without being told whose."""


def todo_card(view: TodoView, see: See, office: Callable[[str], Mapping[str, Any]], *, page: int = 1) -> Card:
    """`office`: what a button of the list is about -> its data."""
    if not view.waiting:
        body = [text(words.NOTHING), action_set(execute("todo.show", words.REFRESH, office("")))]
        return framed(words.TITLE, body, fallback=words.FALLBACK)
    lines = [_line(one, see) for one in view.waiting]
    turned = pages([(size(line), line) for line in lines])
    shown = min(page, len(turned))
    body = [text(words.COUNTED), *turned[shown - 1], *_turn(shown, len(turned), office)]
    return framed(words.TITLE, body, fallback=words.FALLBACK)


def _line(one: Waiting, see: See) -> Element:
    what = words.item(one.item, one.about)
    due = words.due(one.due) if one.due and one.item is not Item.MEETING else ""
    first = f"{words.LATE}: {what}" if one.late else what
    opens = execute(_OPENS[one.item], words.button(one.item), see(one.cid, _subject(one)))
    where = words.conference(title(one.reference), one.start)
    return box(
        [
            text(first, bold=True, colour="attention" if one.late else ""),
            {**text(f"{where}, {due}" if due else where, quiet=True), "spacing": "none"},
            action_set(opens),
        ],
        separator=True,
    )


def _subject(one: Waiting) -> str:
    if one.item in _OWN:
        return ""
    return f"{one.item}:{one.subject}" if one.item in _ASKED else one.subject


def _turn(page: int, of: int, office: Callable[[str], Mapping[str, Any]]) -> list[Element]:
    if of == 1:
        return [action_set(execute("todo.show", words.REFRESH, office("")))]
    following = page + 1 if page < of else 1
    said = words.MORE if page < of else words.LESS
    return [
        text(words.page(page, of), quiet=True),
        action_set(execute("todo.show", said, office(subject("", following)))),
    ]
