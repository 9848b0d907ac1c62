"""Cards about agencies' reports: whose they are, what each may press, and nothing of what a report says (B10, B13, B27)."""

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.components import Card
from bot.cards.reports import children_seen_card, report_card, reports_card
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.refusals import Fault
from bot.domain.reports import ReportState
from bot.domain.verbs.decline_report import DeclineReport
from bot.domain.verbs.receive_report import ReceiveReport
from bot.domain.verbs.send_report import SendReport
from bot.domain.verbs.share_report import ShareReport
from bot.domain.verbs.tell_children_seen import TellChildrenSeen
from bot.domain.views.reports import ReportsView, ReportView, SeenChild, report_view, reports_view
from tests.fakes.before import before
from tests.fakes.builders import ENGLAND, Play
from tests.unit.cards import samples
from tests.unit.cards.checks import buttons, check, inputs, shown, size, verbs
from tests.unit.cards.nasty import NASTY

_NAMES = ("Wren", "Robin", "Redstart", "Osprey", "Ravenscroft")


def _play() -> Play:
    play = before()
    seen = {"wren.on": "2026-11-20", "wren.alone": "with_others", "wren.who_else": "Her aunt, as she asked."}
    play.does("ines", TellChildrenSeen(typed=seen))
    play.does("harriet", SendReport(), ShareReport(seat=SeatId("school"), on="2026-11-24"))
    play.does("lorna", DeclineReport(seat=SeatId("school_nurse"), reason="Not on our list."))
    play.until("Fri 4 Dec 2026 09:00").does("administrator", ReceiveReport(seat=SeatId("health_visitor")))
    return play


def _view(who: str, seat: str, play: Play | None = None) -> ReportView:
    at = play or _play()
    view = report_view(at.state, PersonId(who), SeatId(seat), at.now, ENGLAND)
    assert isinstance(view, ReportView)
    return view


def _all(who: str) -> ReportsView:
    play = _play()
    view = reports_view(play.state, PersonId(who), play.now, ENGLAND)
    assert isinstance(view, ReportsView)
    return view


@pytest.mark.parametrize(
    "card",
    [
        pytest.param(report_card(_view("ines", "social_work"), samples.MARKS), id="the lead social worker's"),
        pytest.param(report_card(_view("harriet", "school"), samples.MARKS), id="sent"),
        pytest.param(report_card(_view("lorna", "school_nurse"), samples.MARKS), id="none will come"),
        pytest.param(report_card(_view("renuka", "police"), samples.MARKS), id="the police's"),
        pytest.param(report_card(_view("chair", "police"), samples.MARKS), id="the police's, for the chair"),
        pytest.param(report_card(_view("administrator", "school"), samples.MARKS), id="the administrator's of one"),
        pytest.param(report_card(_view("administrator", "health_visitor"), samples.MARKS), id="in, and late"),
        pytest.param(
            report_card(_view("harriet", "school"), samples.MARKS, faults={"on": Fault.DATE_TO_COME}), id="a wrong day"
        ),
        pytest.param(reports_card(_all("administrator"), samples.MARKS), id="all, for the administrator"),
        pytest.param(reports_card(_all("chair"), samples.MARKS, notice="Recorded."), id="all, for the chair"),
        pytest.param(reports_card(replace(_all("chair"), lines=()), samples.MARKS), id="none are asked for"),
        pytest.param(children_seen_card(_view("ines", "social_work"), samples.MARKS), id="children seen"),
        pytest.param(
            children_seen_card(_view("ines", "social_work"), samples.MARKS, faults={"wren.who_else": Fault.MISSING}),
            id="children seen, incomplete",
        ),
    ],
)
def test_card(card: Card, snapshot: SnapshotAssertion) -> None:
    check(card, names=_NAMES)
    assert card == snapshot


@pytest.mark.feature("B10")
@pytest.mark.parametrize(
    ("who", "state", "changes"),
    [
        ("harriet", ReportState.DUE, ["report.sent", "report.shared", "report.not_coming"]),
        ("harriet", ReportState.LATE, ["report.sent", "report.shared", "report.not_coming"]),
        ("harriet", ReportState.MISSING, ["report.sent", "report.shared", "report.not_coming"]),
        ("harriet", ReportState.NONE, ["report.sent", "report.shared", "report.not_coming"]),
        ("harriet", ReportState.SENT, ["report.sent", "report.shared"]),
        ("harriet", ReportState.RECEIVED, ["report.shared"]),
        ("administrator", ReportState.DUE, ["report.received", "report.shared", "report.not_coming"]),
        ("administrator", ReportState.SENT, ["report.received", "report.shared"]),
        ("administrator", ReportState.RECEIVED, ["report.received", "report.shared"]),
    ],
)
def test_each_may_press_what_is_theirs_to_say(who: str, state: ReportState, changes: list[str]) -> None:
    card = report_card(replace(_view(who, "school"), state=state), samples.MARKS)
    assert [one["verb"] for one in buttons(card) if "s" in one["data"]] == changes
    assert {one["data"]["s"] for one in buttons(card) if "s" in one["data"]} == {"report/school"}
    taken_back = [one["verb"] for one in buttons(card) if one["data"].get("back") == "true"]
    slip = {"harriet": ReportState.SENT, "administrator": ReportState.RECEIVED}[who] is state
    assert taken_back == (changes[:1] if slip else [])


@pytest.mark.feature("B13")
def test_the_polices_has_nothing_about_the_family() -> None:
    for who in ("renuka", "chair"):
        card = report_card(_view(who, "police"), samples.MARKS)
        assert "report.shared" not in verbs(card)
        assert "on" not in inputs(card)
        assert "A police report goes to the chair alone." in shown(card)
    assert "police title" in shown(reports_card(_all("chair"), samples.MARKS))
    assert "police" not in shown(reports_card(_all("administrator"), samples.MARKS)).lower()


@pytest.mark.feature("B10")
def test_a_report_is_nowhere_to_be_put() -> None:
    """The bot tracks reports and stores none: the longest thing to type is why there is none."""
    for who, seat in (("ines", "social_work"), ("harriet", "school"), ("renuka", "police")):
        assert set(inputs(report_card(_view(who, seat), samples.MARKS))) <= {"on", "reason"}


def test_twelve_reports_and_twelve_children_fit_a_card() -> None:
    one = _view("ines", "social_work")
    children = tuple(
        SeenChild(child=ChildId(f"child-{number}"), called=f"Child {number}", seen=one.children[0].seen)
        for number in range(12)
    )
    long = replace(one, title="A long agency's name " * 3, author="A long name " * 4, children=children)
    listed = replace(_all("chair"), lines=(long,) * 14)
    for card in (
        reports_card(listed, samples.MARKS),
        report_card(long, samples.MARKS),
        children_seen_card(long, samples.MARKS),
    ):
        check(card)
        assert size(card) < 25 * 1024


@pytest.mark.parametrize("typed", NASTY)
def test_whatever_was_typed_stays_inert(typed: str) -> None:
    view = _view("ines", "social_work")
    seen = view.children[0].seen
    assert seen
    child = replace(view.children[0], called=typed, seen=replace(seen, who_else=typed))
    nasty = replace(view, none=typed, state=ReportState.NONE, title=typed, author=typed, children=(child,))
    check(report_card(nasty, samples.MARKS))
    check(report_card(replace(nasty, own=False), samples.MARKS))
    check(children_seen_card(nasty, samples.MARKS))
    check(reports_card(replace(_all("chair"), lines=(nasty,)), samples.MARKS))
