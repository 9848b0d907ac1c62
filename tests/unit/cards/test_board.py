"""The board of a week: counts, the worst first, in as many pages as forty conferences take (M5)."""

import csv
from dataclasses import replace
from datetime import date, timedelta

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards.board import board_card, table_card
from bot.cards.components import Card, Marks
from bot.domain.board import Line, Phase, Replies, Trouble
from bot.domain.forecast import Forecast
from bot.domain.ids import ChildId, ConferenceId
from bot.domain.particulars import Kind
from bot.domain.preparations import Need
from bot.domain.reports import ReportState
from bot.domain.views.board import FURTHEST, BoardView, Row, board_view
from bot.letters.board_csv import records
from bot.words import board as words
from tests.dates import moment
from tests.unit.cards.checks import buttons, check, shown, size

MONDAY = date(2026, 12, 7)
OFFICE = Marks(stamp=lambda _: {}, see=lambda subject: {"v": 1, "c": "", "of": subject})


def of(cid: ConferenceId) -> Marks:
    return Marks(stamp=lambda _: {}, see=lambda subject: {"v": 1, "c": cid, "of": subject})


def line(number: int = 1, **change: object) -> Line:
    """One with much wrong with it."""
    start = moment("Mon 7 Dec 2026 09:30") + timedelta(hours=number)
    made = Line(
        reference=f"FICT-2026-{number:03}",
        kind=Kind.INITIAL,
        start=start,
        planned_end=start + timedelta(hours=2),
        phase=Phase.CONVENED,
        replies=Replies(asked=13, coming=8, colleague=1, cannot=2),
        reports={ReportState.SENT: 1, ReportState.RECEIVED: 2, ReportState.LATE: 2, ReportState.NONE: 1},
        quorum={ChildId("one"): Forecast.MET, ChildId("two"): Forecast.UNMET, ChildId("three"): Forecast.OPEN},
        needs={Need.INTERPRETER: 2, Need.CHILDCARE: 1},
        soon=True,
        troubles={Trouble.NO_QUORUM: 1, Trouble.REPORT_LATE: 2, Trouble.NO_REPLY: 1},
    )
    return replace(made, **change)  # type: ignore[arg-type]


WELL = line(
    2,
    kind=Kind.REVIEW,
    replies=Replies(asked=9, coming=9, colleague=0, cannot=0),
    reports={ReportState.RECEIVED: 6},
    quorum={ChildId("one"): Forecast.MET},
    needs={},
    troubles={},
)


def view(*lines: Line, week: int = 0, unreadable: int = 0, listed: bool = True) -> BoardView:
    rows = [Row(cid=ConferenceId(f"{number:016x}"), line=one, listed=listed) for number, one in enumerate(lines)]
    return board_view(week, MONDAY, rows, unreadable)


def draw(found: BoardView, page: int = 1) -> Card:
    card = board_card(found, OFFICE, of, page=page)
    check(card)
    return card


@pytest.mark.feature("M5")
@pytest.mark.parametrize(
    "found",
    [
        view(),
        view(line(1), WELL),
        view(line(3, phase=Phase.SET_UP, troubles={Trouble.NOT_INVITED: 1}, soon=False), week=1, listed=False),
        view(WELL, week=3, unreadable=1),
        view(line(4, kind=Kind.CORE_GROUP, reports={}, quorum={}, troubles={Trouble.TELL: 1}), week=FURTHEST),
    ],
    ids=["empty", "two", "next week", "one unread", "the last week"],
)
def test_board(found: BoardView, snapshot: SnapshotAssertion) -> None:
    assert draw(found) == snapshot


@pytest.mark.feature("M5")
def test_forty_conferences_fit_and_each_is_on_one_page_only() -> None:
    found = view(*(line(number, troubles=dict.fromkeys(Trouble, 12)) for number in range(40)))
    seen: list[str] = []
    pages = 0
    while f"Page {pages + 1} of" in shown(draw(found, pages + 1)):
        pages += 1
        card = draw(found, pages)
        assert size(card) < 25_000
        seen += [one["data"]["c"] for one in buttons(card) if one["verb"] == "sheet.show"]
        if f"Page {pages} of {pages}" in shown(card):
            break
    assert len(seen) == len(set(seen)) == 40
    assert 2 <= pages <= 6


def test_a_page_there_is_not_is_the_nearest_there_is() -> None:
    found = view(*(line(number) for number in range(40)))
    assert draw(found, 99) == draw(found, 3)
    assert draw(view(WELL), 5) == draw(view(WELL))


def test_the_worst_stands_at_the_top_whatever_its_hour() -> None:
    said = shown(draw(view(WELL, line(9))))
    assert said.index("FICT-2026-009") < said.index("FICT-2026-002")


def test_each_button_opens_its_own_conference_or_turns_the_page() -> None:
    found = view(line(1), WELL, week=2)
    about = {(one["verb"], one["data"]["c"], one["data"]["of"]) for one in buttons(draw(found))}
    cids = {("sheet.show", row.cid, "") for row in found.rows}
    assert about == cids | {
        ("board.table", "", "2"),
        ("board.show", "", "1"),
        ("board.show", "", "2"),
        ("board.show", "", "3"),
    }


def test_whoever_is_not_on_its_list_cannot_press_through() -> None:
    card = draw(view(line(1), listed=False))
    assert "sheet.show" not in {one["verb"] for one in buttons(card)}
    assert words.NOT_LISTED in shown(card)


@pytest.mark.parametrize("code", Trouble)
@pytest.mark.parametrize("number", [1, 2])
def test_every_trouble_has_its_words(code: Trouble, number: int) -> None:
    said = words.trouble(code, number)
    assert said
    assert "  " not in said


@pytest.mark.parametrize("code", Phase)
def test_every_phase_has_its_words(code: Phase) -> None:
    assert words.phase(code)
    assert words.about(line(phase=code))


@pytest.mark.parametrize("code", Need)
def test_every_need_has_its_words(code: Need) -> None:
    assert words.needs(line(needs={code: 1})).startswith("Needed: 1 ")


MET, OPEN, UNMET, FEW = Forecast.MET, Forecast.OPEN, Forecast.UNMET, Forecast.FEW


@pytest.mark.feature("B20")
@pytest.mark.parametrize(
    ("found", "phase", "said"),
    [
        ([], Phase.CONVENED, ""),
        ([MET, MET], Phase.CONVENED, "Quorum expected"),
        ([UNMET], Phase.CONVENED, "No quorum"),
        ([OPEN], Phase.CONVENED, "Quorum open until more reply"),
        ([OPEN], Phase.SET_UP, ""),
        ([FEW, OPEN], Phase.SET_UP, "Too few agencies for quorum for child 1 of 2"),
        ([MET, UNMET, MET], Phase.CONVENED, "No quorum for child 2 of 3; Quorum expected for children 1 and 3 of 3"),
    ],
)
def test_quorum_is_told_child_by_child_without_a_name(found: list[Forecast], phase: Phase, said: str) -> None:
    quorum = {ChildId(f"child-{number}"): one for number, one in enumerate(found)}
    assert words.quorum(line(quorum=quorum, phase=phase)) == said


@pytest.mark.feature("M5")
def test_as_a_table_forty_fit_and_nothing_would_be_worked_out() -> None:
    lines = [line(1, reference="=1+1"), *(line(number) for number in range(2, 41))]
    found = view(*lines)
    said = []
    for page in range(1, 9):
        card = table_card(found, records(row.line for row in found.rows), OFFICE, page=page)
        check(card)
        said += ["".join(run["text"] for run in one["inlines"]) for one in card["body"] if "inlines" in one]
    rows = {row[0] for row in csv.reader(said)}
    assert rows == {words.COLUMNS[0], "'=1+1", *(f"FICT-2026-{number:03}" for number in range(2, 41))}
