"""The checklist: acknowledge it, or say that it cannot be done."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.checklist import checklist_card, decline_card
from bot.cards.components import Card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.dialogs.post_it import own_post_it
from bot.domain.outcome import Refused
from bot.domain.verbs.acknowledge_checklist import AcknowledgeChecklist
from bot.domain.verbs.decline_checklist import DeclineChecklist
from bot.domain.views.checklist import ChecklistView, checklist_view
from bot.domain.views.plain import Next, next_for


def _view(pressed: Pressed) -> ChecklistView:
    look = pressed.look
    return checklist_view(look.state, look.who, look.now)


def show(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    return checklist_card(_view(pressed), pressed.marks, faults=faults, notice=notice)


def _decline(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    return decline_card(_view(pressed), pressed.marks, faults=faults, notice=notice)


def _arrived(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    """J9: somebody late goes straight on to the post-it that is waiting for them."""
    look = pressed.look
    if next_for(look.state, look.who, look.now) is Next.POST_IT:
        return own_post_it(pressed, {}, notice)
    return show(pressed, faults, notice)


def _acknowledge(pressed: Pressed) -> object:
    return AcknowledgeChecklist(
        items=tuple(code for code in pressed.look.state.profile.checklist if pressed.ticked(code))
    )


on_show("checklist.show", show)
on_show("checklist.decline_form", _decline)
on_change("checklist.acknowledge", Change(scope="checklist", command=_acknowledge, form=show, after=_arrived))
on_change(
    "checklist.decline",
    Change(
        scope="checklist",
        command=lambda pressed: DeclineChecklist(reason=pressed.text("reason")),
        form=_decline,
        after=show,
    ),
)
