"""The board of one week: each conference in three lines, the worst first; as many pages as it takes (M5)."""

from collections.abc import Callable, Iterable, Iterator

from bot.cards.components import Card, Element, Marks, action_set, box, execute, own_words, text
from bot.cards.frame import buttons, close, framed, pages, size, subject
from bot.domain.ids import ConferenceId
from bot.domain.views.board import FURTHEST, BoardView, Row
from bot.words import board as words

_SHOW = "board.show"
_TABLE = "board.table"


def board_card(view: BoardView, office: Marks, of: Callable[[ConferenceId], Marks], *, page: int = 1) -> Card:
    """`office` marks what belongs to no conference, `of` the button that opens one. A page there is not is the nearest."""
    rows = [_row(row, of) for row in view.rows]
    turned = pages([(size(row), row) for row in rows])
    number = min(max(page, 1), len(turned))
    body = [
        text(words.week(view.week, view.monday), bold=True),
        *([box([text(words.unreadable(view.unreadable), bold=True)], style="warning")] if view.unreadable else []),
        text(_total(view), quiet=True),
        *([text(words.page(number, len(turned)), quiet=True)] if len(turned) > 1 else []),
        *turned[number - 1],
        *_turning(view, office, number, len(turned)),
    ]
    return framed(words.TITLE, body, fallback=words.FALLBACK)


def table_card(view: BoardView, records: Iterable[str], office: Marks, *, page: int = 1) -> Card:
    """The same week as lines of a file, to be copied. Nothing in them is Markdown to a client."""
    drawn = [own_words(record) for record in records]
    turned = pages([(size(one), one) for one in drawn])
    number = min(max(page, 1), len(turned))
    beside = [one for one in (number + 1, number - 1) if 1 <= one <= len(turned)]
    turns = [execute(_TABLE, words.page(one, len(turned)), office.see(subject(str(view.week), one))) for one in beside]
    body = [
        text(words.week(view.week, view.monday), bold=True),
        *([box([text(words.unreadable(view.unreadable), bold=True)], style="warning")] if view.unreadable else []),
        text(words.TO_COPY),
        *([text(words.page(number, len(turned)), quiet=True)] if len(turned) > 1 else []),
        *turned[number - 1],
        *buttons([*turns, execute(_SHOW, words.BACK, office.see(subject(str(view.week), 1)))]),
    ]
    return framed(words.TITLE, body, fallback=words.FALLBACK)


def _total(view: BoardView) -> str:
    if not view.rows:
        return words.NOTHING
    return words.total(len(view.rows), sum(row.line.worst is not None for row in view.rows))


def _row(row: Row, of: Callable[[ConferenceId], Marks]) -> Element:
    line = row.line
    lines = [text(words.head(line), bold=True), text(words.about(line), quiet=True)]
    if line.troubles:
        lines.append(text(words.troubles(line), bold=True, colour="attention"))
    said = words.counts(line)
    lines += [text(said)] if said else []
    opens = execute("sheet.show", words.open_one(line.reference), of(row.cid).see(""))
    last = action_set(opens) if row.listed else text(words.NOT_LISTED, quiet=True)
    return box([*close(*lines), {**last, "spacing": "small"}], separator=True)


def _turning(view: BoardView, office: Marks, page: int, of: int) -> list[Element]:
    """To the pages beside this one, and to other weeks."""
    rows = buttons(list(_buttons(view, office, page, of)))
    return [rows[0] | {"separator": True, "spacing": "large"}, *rows[1:]]


def _buttons(view: BoardView, office: Marks, page: int, of: int) -> Iterator[Element]:
    def turn(title: str, week: int, number: int = 1) -> Element:
        return execute(_SHOW, title, office.see(subject(str(week), number)))

    if page < of:
        yield turn(words.page(page + 1, of), view.week, page + 1)
    if page > 1:
        yield turn(words.page(page - 1, of), view.week, page - 1)
    if view.week > 0:
        yield turn(words.turn(view.week - 1), view.week - 1)
    if view.week < FURTHEST:
        yield turn(words.turn(view.week + 1), view.week + 1)
    yield turn(words.REFRESH, view.week, page)
    if view.rows:
        yield execute(_TABLE, words.TABLE, office.see(subject(str(view.week), 1)))
