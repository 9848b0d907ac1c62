"""The invitation, one's own answer to it, a colleague in one's place, and somebody else's answer written down (B6, B8, B9)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.invitation import invitation_card
from bot.cards.plain import message_card
from bot.cards.replying import cannot_card, colleague_card, needs_card, reply_card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.preparations import Coming
from bot.domain.replying import passing_on
from bot.domain.verbs.enter_reply import EnterReply
from bot.domain.verbs.pass_seat_on import PassSeatOn
from bot.domain.verbs.reply_to_invitation import ReplyToInvitation
from bot.domain.views.invitation import InvitationView, invitation_view
from bot.domain.views.reply import reply_view
from bot.words import reply as words

Faults = Mapping[str, StrEnum]


def _view(pressed: Pressed) -> InvitationView | Refused:
    look = pressed.look
    return invitation_view(look.state, look.who, look.calendar)


def invitation(pressed: Pressed, faults: Faults, notice: str) -> Card | Refused:
    view = _view(pressed)
    return view if isinstance(view, Refused) else invitation_card(view, pressed.marks, faults=faults, notice=notice)


def colleague(pressed: Pressed, faults: Faults, notice: str) -> Card | Refused:
    view, seat = _view(pressed), passing_on(pressed.look.state, pressed.look.who)
    if isinstance(view, Refused):
        return view
    return seat if isinstance(seat, Refused) else colleague_card(view, pressed.marks, faults=faults, notice=notice)


def cannot(pressed: Pressed, faults: Faults, notice: str) -> Card | Refused:
    view = _view(pressed)
    return view if isinstance(view, Refused) else cannot_card(view, pressed.marks, faults=faults, notice=notice)


def needs(pressed: Pressed, faults: Faults, notice: str) -> Card | Refused:
    view = _view(pressed)
    return view if isinstance(view, Refused) else needs_card(view, pressed.marks, faults=faults, notice=notice)


def _form(pressed: Pressed, faults: Faults, notice: str) -> Card | Refused:
    """The one that was pressed, so that a fault costs nobody their words."""
    if pressed.text("coming") == Coming.CANNOT:
        return cannot(pressed, faults, notice)
    return needs(pressed, faults, notice) if pressed.text("asked") else invitation(pressed, faults, notice)


def _ticked(pressed: Pressed) -> tuple[str, ...]:
    return tuple(one for one in pressed.text("needs").split(",") if one)


def _reply(pressed: Pressed) -> object:
    return ReplyToInvitation(
        coming=pressed.text("coming"),
        reason=pressed.text("reason"),
        needs=_ticked(pressed) if pressed.text("asked") else None,
        note=pressed.text("note"),
        where=pressed.chosen("where"),
    )


def _pass_on(pressed: Pressed) -> object:
    return PassSeatOn(name=pressed.text("name"), address=pressed.text("address"), title=pressed.text("title"))


def reply(pressed: Pressed, faults: Faults, notice: str) -> Card | Refused:
    look = pressed.look
    view = reply_view(look.state, look.who, PersonId(pressed.subject))
    return view if isinstance(view, Refused) else reply_card(view, pressed.marks, faults=faults, notice=notice)


def _entered(pressed: Pressed, faults: Faults, notice: str) -> Card | Refused:
    """Whoever passed a seat on is off the list, and has no answer to show any more."""
    if PersonId(pressed.subject) in pressed.look.state.before.gone:
        return message_card(words.ENTERED_TITLE, words.GONE)
    return reply(pressed, faults, notice or words.ENTERED)


def _enter(pressed: Pressed) -> object:
    return EnterReply(
        person=PersonId(pressed.subject),
        coming=pressed.chosen("coming"),
        reason=pressed.text("reason"),
        needs=_ticked(pressed),
        note=pressed.text("note"),
        where=pressed.chosen("where"),
        name=pressed.text("name"),
        address=pressed.text("address"),
        title=pressed.text("title"),
    )


on_show("invitation.show", invitation)
on_show("invitation.colleague", colleague)
on_show("invitation.cannot", cannot)
on_show("invitation.needs", needs)
on_show("reply.show", reply)
on_change("invitation.reply", Change(scope="reply", command=_reply, form=_form, after=invitation))
on_change("seat.pass_on", Change(scope="reply", command=_pass_on, form=colleague, after=invitation))
on_change("reply.enter", Change(scope="reply", command=_enter, form=reply, after=_entered))
