"""Letters as files: every one that is shipped is sound and says what it must, and whatever is wrong in a council's own is found."""

from collections.abc import Mapping
from dataclasses import fields
from itertools import product
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError
from syrupy.assertion import SnapshotAssertion

from bot.adapters.template_files import SHIPPED, TemplatesError, copy, read, stationery
from bot.domain.outcome import BugError
from bot.domain.views.letter import LetterView, WaitingView
from bot.letters.proofs import _FICTION, LONGEST, faults
from bot.letters.stationery import NAMES, Stationery, environment, for_whom, sheet_of

pytestmark = pytest.mark.feature("M4")

BOROUGHS = ("lbh", "london")
TEXTS, _ = read(SHIPPED)
SAMPLETON = "Sampleton"


def may(name: str) -> frozenset[str]:
    sheet = sheet_of(name)
    assert sheet is not None
    return sheet.may


def filled(name: str, where: Stationery | None = None, borough: str = "london", **change: str) -> str:
    values = {one: change.get(one, _FICTION[one]) for one in may(name)}
    return (where or Stationery(TEXTS)).filled(name, borough, values)


def wrong(**own: str) -> list[str]:
    """Of files named with __ for / and without .txt."""
    named = {f"{name.replace('__', '/')}.txt": text for name, text in own.items()}
    return [str(one) for one in faults(named, TEXTS, BOROUGHS)]


# ------------------------------------------------------------------------------------------------------------ those shipped


def test_every_letter_there_can_be_is_shipped_and_sound() -> None:
    assert set(TEXTS) == set(NAMES)
    assert not faults(TEXTS, TEXTS, BOROUGHS)


@pytest.mark.parametrize("name", NAMES)
def test_letter(name: str, snapshot: SnapshotAssertion) -> None:
    assert filled(name) == snapshot
    if {"link", "place"} <= may(name):
        assert filled(name, link="", place="", report_due="") == snapshot(name="bare")


@pytest.mark.parametrize("name", NAMES)
def test_it_reads_well_in_any_mail_program(name: str) -> None:
    for link, place in product(("", _FICTION["link"]), ("", _FICTION["place"])):
        said = filled(name, link=link, place=place)
        assert "\n\n\n" not in said
        assert not [line for line in said.splitlines() if line != line.strip()]
        assert "{" not in said
        assert not [word for word in ("rotection", "neglect", "abuse") if word in said]
        if link and link in said:
            assert link in said.splitlines(), "on a line of its own, or a mark behind it would become a part of it"


def test_a_family_is_written_to_in_its_own_words() -> None:
    assert for_whom("invitation", lay=True) == "invitation_family.txt"
    assert for_whom("by_hand", lay=True) == "by_hand.txt"
    assert {for_whom(name.removesuffix(".txt").removesuffix("_family"), lay=True) for name in NAMES} <= set(NAMES)


@pytest.mark.feature("S-3")
def test_there_is_no_place_for_a_name_a_child_or_a_reason() -> None:
    """What is not in these values cannot stand in a letter: whoever gives them a place for a name has to change this test."""
    assert {one.name for one in fields(LetterView)} == set(
        "reference council borough lay start end join_link place report_due sequence calendar cancelled".split()
    )
    assert {one.name for one in fields(WaitingView)} == {"reference", "start", "items", "report_due"}
    assert set(_FICTION) == set("council reference day start end link place report_due waiting".split())
    assert all(may(name) <= set(_FICTION) for name in NAMES)


# ---------------------------------------------------------------------------------------------------------- a council's own


def test_its_own_takes_the_place_of_ours_and_a_boroughs_that_of_both() -> None:
    own = {"cancelled.txt": "Ours {{ day }} {{ start }}", "lbh/cancelled.txt": "Theirs {{ day }} {{ start }}"}
    where = Stationery(TEXTS, own)
    assert filled("cancelled.txt", where).startswith("Ours")
    assert filled("cancelled.txt", where, "lbh").startswith("Theirs")
    assert filled("cancelled_family.txt", where, "lbh") == filled("cancelled_family.txt")


def test_a_leaflet_of_its_own_stands_in_our_letters() -> None:
    where = Stationery(TEXTS, {"lbh/leaflets/joining.txt": "Ring the bell at {{ council }}."})
    assert f"Ring the bell at {SAMPLETON}." in filled("invitation.txt", where, "lbh")
    assert "Ring the bell" not in filled("invitation.txt", where)
    assert where.leaflet("joining", "lbh", lay=True, council="LBH") == "Ring the bell at LBH.\n"


FAULTS = [
    ("Hello {{ child }}", "1: there is no value child here"),
    ("{{ day }}{{ start }}\n\n{% if child %}x{% endif %}", "3: there is no value child here"),
    ("{{ day }}", "1: never says {{ start }}"),
    ("{{ day }}{{ start }}\n{{ day.year }}", "2: a letter may not do this (getattr)"),
    ("{{ day }}{{ start }}{{ day|upper }}", "1: a letter may not do this (filter)"),
    ("{{ day }}{{ start }}{{ day() }}", "1: a letter may not do this (call)"),
    ("{{ day }}{{ start }}{{ ''.__class__ }}", "1: a letter may not do this (getattr)"),
    ("{{ day }}{{ start }}{% set x = day %}", "1: a letter may not do this (assign)"),
    ("{{ day }}{{ start }}{% macro x() %}{% endmacro %}", "1: a letter may not do this (macro)"),
    ("{{ day }}{{ start }}{% import 'moved.txt' as x %}", "1: a letter may not do this (import)"),
    ("{{ day }}{{ start }}{% extends 'moved.txt' %}", "1: a letter may not do this (extends)"),
    ("{{ day }}{{ start }}{% include 'moved.txt' %}", "1: only leaflets may be put in"),
    ("{{ day }}{{ start }}{% include day %}", "1: only leaflets may be put in"),
    ("{{ day }}{{ start }}\n{ day }", "2: a brace that belongs to no value"),
    ("{{ day }}{{ start }}\n\n{{ day", "3: cannot be read"),
    ("{{ day }}{{ start }}{% if day %}", "1: cannot be read"),
    ("{{ day }}{{ start }}\nA\u202eB", "2: holds something that cannot be seen"),
    (" \n", "1: is empty"),
    ("{{ day }}{{ start }}" + "x" * LONGEST, f"1: is longer than {LONGEST}"),
    ("{% if not day %}{{ day }}{% endif %}{{ start }}", "1: does not always say {{ day }}"),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    found = wrong(cancelled=text)
    assert any(one.startswith(f"cancelled.txt:{said}") for one in found), found
    assert any(one.startswith(f"lbh/cancelled.txt:{said}") for one in wrong(lbh__cancelled=text))


def test_a_letter_without_what_is_not_always_there_is_well() -> None:
    assert not wrong(
        moved="{{ day }} {{ start }} {% if link and not place %}{{ link }}{% else %}{{ place }} {{ link }}{% endif %}"
    )


def test_a_leaflet_holds_no_other() -> None:
    assert "a leaflet holds no other" in wrong(leaflets__joining="{% include 'leaflets/preparing.txt' %}")[0]


def test_all_of_it_is_said_at_once_in_order() -> None:
    found = wrong(moved="{{ a }}\n{{ b }}", cancelled="{{ c }}", invite="Hello", xx__moved="x")
    assert found == sorted(found)
    assert {one.partition(":")[0] for one in found} == {"moved.txt", "cancelled.txt", "invite.txt", "xx/moved.txt"}
    assert [one for one in found if one.startswith("invite.txt:1: there is no such letter; there are: invitation.txt")]


@pytest.mark.parametrize("text", ["{{ ''.__class__ }}", "{{ day.__class__.__mro__ }}", "{{ child }}"])
def test_what_slipped_past_the_proofs_could_still_do_nothing(text: str) -> None:
    """The sandbox, and nothing left undefined: behind the proofs, not in their place."""
    with pytest.raises((SecurityError, UndefinedError)):
        environment({"x": text}).get_template("x").render(day="today")


@pytest.mark.parametrize("values", [{}, {"council": "x", "child": "y"}])
def test_a_letter_is_given_its_values_and_no_other(values: Mapping[str, str]) -> None:
    with pytest.raises(BugError):
        Stationery(TEXTS).filled("leaflets/joining.txt", "london", values)


def test_what_people_typed_acts_on_nothing() -> None:
    said = filled("cancelled.txt", reference="{{ day }}\u202e<b>&")
    assert "conference {{ day }}<b>& on" in said.replace("Conference", "conference")


# ------------------------------------------------------------------------------------------------------------------- the folder


def test_a_copy_of_ours_is_sound_and_is_never_made_over_somebodys_work(tmp_path: Path) -> None:
    assert set(copy(tmp_path / "own")) == set(NAMES)
    stationery(tmp_path / "own", BOROUGHS)
    with pytest.raises(FileExistsError, match="not empty"):
        copy(tmp_path / "own")


def test_notes_and_what_editors_leave_behind_are_nobodys_letters(tmp_path: Path) -> None:
    for name in ("README.md", ".git/config", ".moved.txt.swp"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{{")
    stationery(tmp_path, BOROUGHS)


def test_what_is_no_text_is_told_with_all_the_rest(tmp_path: Path) -> None:
    (tmp_path / "moved.txt").write_bytes(b"Hello\n\xff")
    (tmp_path / "cancelled.txt").write_bytes("\ufeffHello\r\n{{ day".encode())
    with pytest.raises(TemplatesError) as caught:
        stationery(tmp_path, BOROUGHS)
    assert [str(one).partition(": ")[0] for one in caught.value.faults] == ["cancelled.txt:2", "moved.txt:2"]


def test_saved_on_windows_it_is_the_same_letter(tmp_path: Path) -> None:
    (tmp_path / "cancelled.txt").write_bytes(f"\ufeff{TEXTS['cancelled.txt']}".replace("\n", "\r\n").encode())
    assert filled("cancelled.txt", stationery(tmp_path, BOROUGHS)) == filled("cancelled.txt")
