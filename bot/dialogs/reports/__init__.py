"""Agencies' reports: the author's card, the list, and what is said on either (B10, B13, B27)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import Card
from bot.cards.reports import children_seen_card, report_card, reports_card
from bot.dialogs.flow import Change, Pressed, on_change, on_show
from bot.domain.ids import SeatId
from bot.domain.outcome import Refused
from bot.domain.powers import ARRANGERS, powers_of
from bot.domain.verbs.decline_report import DeclineReport
from bot.domain.verbs.receive_report import ReceiveReport
from bot.domain.verbs.send_report import SendReport
from bot.domain.verbs.share_report import ShareReport
from bot.domain.verbs.tell_children_seen import TellChildrenSeen, fields_of
from bot.domain.views.reports import children_seen_view, own_report_view, report_view, reports_view


def report(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    """Without a seat named: all of them for those who keep track, for others their own."""
    look = pressed.look
    if not pressed.subject and powers_of(look.state, look.who) & ARRANGERS:
        return _all(pressed, notice)
    if pressed.subject:
        view = report_view(look.state, look.who, SeatId(pressed.subject), look.now, look.calendar)
    else:
        view = own_report_view(look.state, look.who, look.now, look.calendar)
    return view if isinstance(view, Refused) else report_card(view, pressed.marks, faults=faults, notice=notice)


def _all(pressed: Pressed, notice: str) -> Card | Refused:
    look = pressed.look
    view = reports_view(look.state, look.who, look.now, look.calendar)
    return view if isinstance(view, Refused) else reports_card(view, pressed.marks, notice=notice)


def children_seen(pressed: Pressed, faults: Mapping[str, StrEnum], notice: str) -> Card | Refused:
    look = pressed.look
    view = children_seen_view(look.state, look.who, look.now, look.calendar)
    if isinstance(view, Refused):
        return view
    return children_seen_card(view, pressed.marks, faults=faults, notice=notice)


def _seat(pressed: Pressed) -> SeatId:
    return SeatId(pressed.subject)


def _children_seen(pressed: Pressed) -> object:
    children = (one.id for one in pressed.look.state.particulars.children)
    return TellChildrenSeen(typed={name: pressed.chosen(name) for child in children for name in fields_of(child)})


on_show("report.show", report)
on_show("report.seen", children_seen)
on_change(
    "report.sent",
    Change(scope="report", command=lambda pressed: SendReport(back=pressed.ticked("back")), form=report, after=report),
)
on_change(
    "report.received",
    Change(
        scope="report",
        command=lambda pressed: ReceiveReport(seat=_seat(pressed), back=pressed.ticked("back")),
        form=report,
        after=report,
    ),
)
on_change(
    "report.shared",
    Change(
        scope="report",
        command=lambda pressed: ShareReport(seat=_seat(pressed), on=pressed.text("on")),
        form=report,
        after=report,
    ),
)
on_change(
    "report.not_coming",
    Change(
        scope="report",
        command=lambda pressed: DeclineReport(seat=_seat(pressed), reason=pressed.text("reason")),
        form=report,
        after=report,
    ),
)
on_change("report.children_seen", Change(scope="report", command=_children_seen, form=children_seen, after=report))
