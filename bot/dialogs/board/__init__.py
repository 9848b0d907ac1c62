"""The board: the conferences of one week that somebody looks after, and how each of them stands (M5)."""

from datetime import timedelta

from bot.cards.board import board_card, table_card
from bot.cards.frame import asked
from bot.dialogs.marks import only_see
from bot.dialogs.office import NOWHERE, AtOffice, on_office
from bot.dialogs.press import CardAnswer
from bot.domain.actor import Actor
from bot.domain.conference import Conference
from bot.domain.powers import person_of
from bot.domain.views.board import FURTHEST, BoardView, Row, board_view, looks_after, monday_of


async def show(at: AtOffice) -> CardAnswer:
    view, page = await _looked(at)
    return CardAnswer(board_card(view, only_see(NOWHERE), only_see, page=page))


async def table(at: AtOffice) -> CardAnswer:
    """Of exactly what the presser's board shows them."""
    from bot.letters.board_csv import records  # noqa: PLC0415 - a start without it need not wait for it

    view, page = await _looked(at)
    return CardAnswer(table_card(view, records(row.line for row in view.rows), only_see(NOWHERE), page=page))


async def _looked(at: AtOffice) -> tuple[BoardView, int]:
    """Only what the presser looks after is opened for it, and only of that week; for the council's administrators, all of it."""
    week, page = _asked(at.press.data.get("of"))
    actor, office = at.press.actor, at.office
    monday = monday_of(week, at.now)
    everybodys = await office.may_begin(actor)
    among = None if everybodys else frozenset(await office.read.of_person(actor))
    board = await office.board(monday, monday + timedelta(days=6), among=among)
    rows = [Row(cid=one.cid, line=one.line, listed=_looks_after(one.state, actor)) for one in board.found]
    rows = rows if everybodys else [row for row in rows if row.listed]
    return board_view(week, monday, rows, board.unreadable), page


def _looks_after(state: Conference, actor: Actor) -> bool:
    who = person_of(state, actor)
    return who is not None and looks_after(state, who)


def _asked(subject: object) -> tuple[int, int]:
    """Which week and page; what is neither means this week and the first."""
    of, page = asked(subject if isinstance(subject, str) else "")
    return (int(of) if of.isascii() and of.isdigit() and len(of) == 1 and int(of) <= FURTHEST else 0), page


on_office("board.show", show, finds_its_own=True)
on_office("board.table", table, finds_its_own=True)
