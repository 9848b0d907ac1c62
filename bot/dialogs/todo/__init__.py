"""The list of everything that waits for somebody, over all their conferences, as it is at this moment (B10, B11)."""

from bot.cards.frame import asked
from bot.cards.todo import todo_card
from bot.dialogs.marks import see
from bot.dialogs.office import AtOffice, on_office, see_office
from bot.dialogs.press import Answer, CardAnswer, TextAnswer
from bot.domain.views.todo import todo_view
from bot.words.chat import NOT_HERE


async def todo(at: AtOffice) -> Answer:
    if not at.mine:
        return TextAnswer(NOT_HERE)
    view = todo_view(((one.cid, one.state, one.who) for one in at.mine), at.now, at.calendar)
    _, page = asked(at.press.text("of"))
    return CardAnswer(todo_card(view, see, see_office, page=page))


on_office("todo.show", todo)
