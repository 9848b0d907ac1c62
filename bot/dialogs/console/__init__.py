"""The chair's console and its  Every change ends on the console again: one place to look."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.console import console_card
from bot.cards.console_forms import anchors_card, correct_end_card, hand_over_card, threshold_card
from bot.cards.people_forms import mark_card, override_card, strangers_card
from bot.cards.round_forms import close_round_card, open_round_card
from bot.dialogs.flow import Change, Draw, Pressed, on_change, on_show
from bot.dialogs.plain import status
from bot.domain.calendar import at_london
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.verbs.admit_stranger import AdmitStranger
from bot.domain.verbs.close_round import CloseRound
from bot.domain.verbs.correct_end import CorrectEnd
from bot.domain.verbs.dismiss_stranger import DismissStranger
from bot.domain.verbs.end_meeting import EndMeeting
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.mark_present import MarkPresent
from bot.domain.verbs.nudge_round import NudgeRound
from bot.domain.verbs.open_round import OpenRound
from bot.domain.verbs.override_checklist import OverrideChecklist
from bot.domain.verbs.set_anchors import SetAnchors
from bot.domain.verbs.show_threshold import ShowThreshold
from bot.domain.verbs.start_meeting import StartMeeting
from bot.domain.views.console import ConsoleView, console_view
from bot.domain.views.ending import ending_view
from bot.domain.views.handover import handover_view


def _view(pressed: Pressed) -> ConsoleView | Refused:
    look = pressed.look
    return console_view(look.state, look.who, look.now, look.calendar)


def _draw(card: Callable[..., Card]) -> Draw:
    def draw(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
        view = _view(pressed)
        return view if isinstance(view, Refused) else card(view, pressed.marks, faults=faults, notice=notice)

    return draw


console = _draw(console_card)


def hand_over(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    """For the chair, and for the manager when the chair cannot press anything any more."""
    view = handover_view(pressed.look.state, pressed.look.who)
    if isinstance(view, Refused):
        return view
    return hand_over_card(view, pressed.marks, faults=faults, notice=notice)


def correct_end(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    """For the chair, and for the manager when the chair is gone with the wrong time."""
    look = pressed.look
    view = ending_view(look.state, look.who, look.now, look.calendar)
    if isinstance(view, Refused):
        return view
    return correct_end_card(view, pressed.marks, faults=faults, notice=notice)


def typed_time(pressed: Pressed) -> datetime | None:
    """A day and an hour as typed, on London's clock; None when they are not."""
    try:
        return at_london(date.fromisoformat(pressed.text("date")), time.fromisoformat(pressed.text("time")))
    except ValueError:
        return None


def _close(pressed: Pressed) -> object:
    return CloseRound(missing={seat.id: pressed.text(seat.id) for seat in pressed.look.state.particulars.seats})


def _mark(pressed: Pressed) -> object:
    return MarkPresent(
        person=PersonId(pressed.text("person")),
        here=pressed.text("here") != "away",
        read_aloud=pressed.ticked("read_aloud"),
    )


def _admit(pressed: Pressed) -> object:
    return AdmitStranger(
        stranger=pressed.text("stranger"), person=PersonId(pressed.text("person")), reason=pressed.text("reason")
    )


def _override(pressed: Pressed) -> object:
    return OverrideChecklist(person=PersonId(pressed.text("person")), reason=pressed.text("reason"))


def _change(verb: str, command: Callable[[Pressed], object], form: Draw = console) -> None:
    on_change(verb, Change(scope="console", command=command, form=form, after=console))


_FORMS: Mapping[str, Draw] = {
    "console.anchors": _draw(anchors_card),
    "console.threshold": _draw(threshold_card),
    "console.open_round": _draw(open_round_card),
    "console.close_round": _draw(close_round_card),
    "console.mark": _draw(mark_card),
    "console.strangers": _draw(strangers_card),
    "console.override": _draw(override_card),
    "console.hand_over": hand_over,
    "console.correct_end": correct_end,
}

on_show("console.show", console)
for _verb, _form in _FORMS.items():
    on_show(_verb, _form)

_change("meeting.start", lambda _: StartMeeting())
_change("meeting.end", lambda _: EndMeeting())
_change("threshold.show", lambda _: ShowThreshold(), _FORMS["console.threshold"])
_change("round.nudge", lambda _: NudgeRound())
_change("round.close", _close, _FORMS["console.close_round"])
_change("person.mark", _mark, _FORMS["console.mark"])
_change("stranger.admit", _admit, _FORMS["console.strangers"])
_change(
    "stranger.dismiss",
    lambda pressed: DismissStranger(stranger=pressed.chosen("stranger"), reason=pressed.text("reason")),
    _FORMS["console.strangers"],
)
_change("checklist.override", _override, _FORMS["console.override"])
_change(
    "anchors.set",
    lambda pressed: SetAnchors(zero=pressed.text("zero"), ten=pressed.text("ten")),
    _FORMS["console.anchors"],
)
_change(
    "round.open",
    lambda pressed: OpenRound(inquorate_reason=pressed.text("inquorate_reason")),
    _FORMS["console.open_round"],
)


def _home(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    """Whoever holds the chair sees the console; the manager, or whoever gave it away, where the conference stands."""
    view = _view(pressed)
    return status(pressed, faults, notice) if isinstance(view, Refused) else console(pressed, faults, notice)


on_change(
    "chair.hand_over",
    Change(
        scope="console",
        command=lambda pressed: HandOverChair(to=PersonId(pressed.text("to")), reason=pressed.text("reason")),
        form=hand_over,
        after=_home,
    ),
)
on_change(
    "meeting.correct_end",
    Change(
        scope="console",
        command=lambda pressed: CorrectEnd(ended_at=typed_time(pressed), reason=pressed.text("reason")),
        form=correct_end,
        after=_home,
    ),
)
