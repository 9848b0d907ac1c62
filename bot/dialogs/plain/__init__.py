"""Where the conference stands, what there is to press, and whose chat this is."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.plain import help_card, message_card
from bot.cards.status import status_card
from bot.dialogs.flow import Change, Draw, Pressed, on_change, on_show
from bot.domain.outcome import Refused
from bot.domain.powers import powers_of
from bot.domain.verbs.confirm_chat import ConfirmChat
from bot.domain.views.plain import status_view
from bot.words.chat import CHAT_CONFIRMED, CHAT_REFUSED, CHAT_TITLE


def status(pressed: Pressed, _faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    view = status_view(pressed.look.state, pressed.look.who)
    return status_card(view, pressed.marks, notice=notice)


def help_for(pressed: Pressed, _faults: Mapping[str, StrEnum], _notice: str) -> Card | Refused:
    return help_card(powers_of(pressed.look.state, pressed.look.who), pressed.marks)


def _answered(text: str) -> Draw:
    return lambda _pressed, _faults, notice: message_card(CHAT_TITLE, notice or text)


def _chat(*, ours: bool, text: str) -> Change:
    return Change(
        scope="",
        command=lambda pressed: ConfirmChat(chat=pressed.subject, ours=ours),
        form=_answered(text),
        after=_answered(text),
    )


on_show("status.show", status)
on_show("help.show", help_for)
on_change("chat.confirm", _chat(ours=True, text=CHAT_CONFIRMED))
on_change("chat.refuse", _chat(ours=False, text=CHAT_REFUSED))
