"""The board as a file: nothing in it is worked out by whatever opens it (M5; OWASP, CSV injection)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.letters.board_csv import board_csv, guarded
from bot.words import board as words
from tests.unit.cards.test_board import WELL, line


@pytest.mark.feature("M5")
def test_a_line_for_each_conference_the_worst_first() -> None:
    head, *rows = csv.reader(io.StringIO(board_csv([WELL, line(9)])))
    assert tuple(head) == words.COLUMNS
    assert [row[0] for row in rows] == ["FICT-2026-009", "FICT-2026-002"]
    assert rows[0] == [
        *("FICT-2026-009", "Initial child protection conference", "Convened", "2026-12-07", "18:30", "20:30"),
        *("13", "11", "8", "1", "2", "6", "3", "2", "1", "3", "1", "2 interpreters, 1 need of childcare"),
        "Not quorate as it stands for 1 child. 2 reports are late. 1 person has not replied in time.",
        *("no", ""),
    ]
    assert {"Reports in", "Reports late", "Reports that will not come"} < set(head)


@pytest.mark.feature("B4", "M5")
@pytest.mark.parametrize(("given", "said"), [(False, ["yes", "no"]), (True, ["yes", "yes"])])
def test_what_is_later_than_its_limit_says_whether_a_reason_is_recorded(given: bool, said: list[str]) -> None:
    _, row = csv.reader(io.StringIO(board_csv([line(1, late=True, delay_given=given)])))
    assert row[-2:] == said


@pytest.mark.parametrize(
    "cell", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "\uff1dcmd", '=HYPERLINK("x")']
)
def test_what_would_be_worked_out_stays_text(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    _, row = csv.reader(io.StringIO(board_csv([line(1, reference=cell)]), newline=""))
    assert row[0] == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "FICT-2026-001", "a=b", "13", "2 reports"])
def test_everything_else_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.text(st.characters(codec="utf-8")))
def test_no_cell_begins_with_what_acts(cell: str) -> None:
    assert guarded(cell).lstrip()[:1] not in set("=+-@") | set("\uff1d\uff0b\uff0d\uff20")
