"""A case system's list of invitees: through two invented layouts, and with every fault at its cell (M6)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.file_faults import ConferenceFileError
from bot.adapters.placed_yaml import UnreadableError
from bot.adapters.roster import load_roster
from bot.adapters.roster_draft import Draft
from bot.adapters.roster_layout import Columns, layouts, load_layout
from bot.adapters.roster_sheet import MOST_BYTES, MOST_ROWS, read_sheet
from bot.domain.particulars import SOCIAL_CARE, Kind, Mode, Role
from tests.dates import moment

BOROUGHS = ("london", "redbridge")
BRIGHTWELL, NORTHFIELD = "brightwell", "northfield"
SHIPPED = {name: path.with_suffix(".csv") for name, path in layouts().items()}
TEXT = {name: path.read_text("utf-8") for name, path in SHIPPED.items()}


@pytest.fixture
def faults(tmp_path: Path) -> Callable[..., list[str]]:
    """What is said of this text, a line a fault."""

    def read(text: str | bytes, name: str = BRIGHTWELL) -> list[str]:
        path = tmp_path / "roster.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        try:
            load_roster(path, load_layout(name), BOROUGHS)
        except ConferenceFileError as error:
            return str(error).replace("roster.csv:", "").splitlines()
        return []

    return read


def test_two_layouts_are_shipped_each_with_its_example() -> None:
    assert set(SHIPPED) == {BRIGHTWELL, NORTHFIELD}


@pytest.mark.feature("M6")
def test_one_line_a_person_becomes_whole_conferences() -> None:
    first, second = load_roster(SHIPPED[BRIGHTWELL], load_layout(BRIGHTWELL), BOROUGHS)
    about = first.particulars
    assert (about.reference, about.kind, about.mode, first.profile) == (
        "FICT-2027-301",
        Kind.INITIAL,
        Mode.VIRTUAL,
        "london",
    )
    assert (about.start, about.planned_end) == (moment("Tue 13 Apr 2027 10:00"), moment("Tue 13 Apr 2027 12:00"))
    assert [(child.called, child.born) for child in about.children] == [
        ("Ash", about.children[0].born),
        ("Rowan", about.children[1].born),
    ]
    lead = about.seats[0]
    assert (lead.agency, {child.lead for child in about.children}) == (SOCIAL_CARE, {lead.holder})
    assert [len(seat.contact) for seat in about.seats] == [2, 1, 2, 2]
    assert about.person(about.chair).name == "Grace Example"
    assert about.with_role(Role.FAMILY)[0].relation == "Ash's mother, and Rowan's"
    assert about.dates == {"strategy_discussion": moment("Tue 23 Mar 2027 00:00").date()}
    assert (second.particulars.kind, len(second.particulars.seats)) == (Kind.REVIEW, 3)


@pytest.mark.feature("M6")
def test_the_other_layout_has_everything_elsewhere() -> None:
    (only,) = load_roster(SHIPPED[NORTHFIELD], load_layout(NORTHFIELD), BOROUGHS)
    about = only.particulars
    assert (about.planned_end, only.profile) == (moment("Tue 18 May 2027 12:00"), "redbridge")
    assert (about.children[0].called, about.children[0].born) == ("Baby W", None)
    assert about.children[0].expected is not None
    assert about.with_role(Role.ADMINISTRATOR)[0].name == "Femi Example", "the office's own, for every conference"
    assert [seat.title for seat in about.seats][1:3] == ["Community midwife", "Detective constable"]
    assert [len(seat.contact) for seat in about.seats] == [2, 1, 1, 0, 1]
    leads = [about.person(child.lead).name for child in about.children]
    assert leads == ["Oba Example", "Lena Example"], "each child's own"


def test_no_id_says_anything_of_a_name() -> None:
    for name, path in SHIPPED.items():
        for one in load_roster(path, load_layout(name), BOROUGHS):
            about = one.particulars
            ids = [*(each.id for each in about.people), *(each.id for each in about.children)]
            ids += [seat.id for seat in about.seats]
            words = {word.lower() for each in about.people for word in each.name.split()}
            assert not [each for each in ids if each in words | {"ash", "rowan", "linnet"}]


def _with(line: int, before: str, after: str, name: str = BRIGHTWELL) -> str:
    lines = TEXT[name].splitlines()
    assert before in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(before, after, 1)
    return "\n".join(lines)


@pytest.mark.feature("M6")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_with(2, "29/02/2020", "2020-02-29"), "2:10: FICT-2027-301, “Date of birth”: expected a day as 09/03/2027"),
        (_with(2, "29/02/2020", "30/02/2020"), "2:10: FICT-2027-301, “Date of birth”: “30/02/2020” is no day"),
        (TEXT[BRIGHTWELL].replace("13/04/2027", "31/04/2027"), "2:3: FICT-2027-301, “Date”: “31/04/2027 10:00” is no"),
        (_with(9, "School", "Boss"), "9:7: FICT-2027-301, “Role”: no role here is called “Boss”: there are Child"),
        (_with(2, "29/02/2020", "28/02/2030"), "2:10: FICT-2027-301, “Date of birth”: after the conference"),
        (_with(2, "29/02/2020", ""), "2:1: FICT-2027-301, children[1 child_1]: expected exactly one of `born`"),
        (_with(9, "sian@school.example", "sian at school"), "9:9: FICT-2027-301, “Email”: expected an e-mail address"),
        (_with(9, "sian@school.example", "amara@council.example"), "9:9: FICT-2027-301, “Email”: whoever is on line 8"),
        (_with(9, ",Ash,", ",Asj,"), "9:12: FICT-2027-301, “Knows”: there is no child “Asj”: did you mean `Ash`?"),
        (_with(9, "School", "Shcool"), "9:7: FICT-2027-301, “Role”: no role here is called “Shcool”: did you mean"),
        (_with(10, "10:00", "11:00"), "10:3: FICT-2027-301, “Date”: “13/04/2027 11:00” here, and “13/04/2027 10:00”"),
        (_with(12, "RCPC", "RCP"), "12:2: FICT-2027-302, “Meeting type”: no type here is called “RCP”"),
        (_with(13, "Chair", "GP"), "12:1: FICT-2027-302: nobody has the role “Chair”"),
        (
            _with(8, "Lead social worker", "GP"),
            "2:1: FICT-2027-301: nobody has the role “Lead social worker” for this child",
        ),
        (
            _with(9, "School", "Lead social worker"),
            "2:1: FICT-2027-301: more than one has the role “Lead social worker” for this child",
        ),
        (_with(9, "School", "Chair"), "9:7: FICT-2027-301, “Role”: there is one already, on line 4"),
        (
            _with(9, "Siân Example", ""),
            "9:8: FICT-2027-301, “Name”: expected a line of text",
        ),
        (_with(9, "FICT-2027-301", ""), "9:1: “Conference ID”: which conference is this line of?"),
        (_with(9, ",North", ",North,more"), "9:15: 15 cells, and the file has 14 headings"),
        (_with(1, "Email", "E-mail"), "1:1: there is no heading “Email”: is it “E-mail”?"),
        (_with(1, "Worker team", "Email"), "1:1: the heading “Email” is there 2 times"),
        (_with(2, "Ash", '"Ash'), "2:1: quotation marks are opened here and not closed"),
        (_with(2, "Ash", "As\x00h"), "2:8: FICT-2027-301, “Name”: expected"),
        ("", "1:1: the file is empty"),
        (TEXT[BRIGHTWELL].splitlines()[0], "1:1: there is no line under the headings"),
    ],
)
def test_each_fault_is_told_at_its_cell(faults: Callable[..., list[str]], text: str, said: str) -> None:
    found = faults(text)
    assert [line for line in found if line.startswith(said)], found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_with(3, ";90;", ";ninety;", NORTHFIELD), "3:4: FICT-2027-401, “length”: “ninety” here, and “90” on line 2"),
        (TEXT[NORTHFIELD].replace(";90;", ";0;"), "2:4: FICT-2027-401, “length”: expected a number of minutes"),
        (TEXT[NORTHFIELD].replace(";90;", ";²;"), "2:4: FICT-2027-401, “length”: expected a number of minutes"),
        (
            TEXT[NORTHFIELD].replace("2027-05-18", "2027-03-28").replace(" 10:30", " 01:30"),
            "2:3: FICT-2027-401, “planned",
        ),
        (TEXT[NORTHFIELD].replace("c0c0c0c0-c", "x"), "4:10: FICT-2027-401, “entra_id”: expected a GUID"),
        (_with(3, "Lena", "Lina", NORTHFIELD), "3:14: FICT-2027-401, “allocated_to”: no social worker “Lina Example”"),
        (_with(3, "Lena", "Jo", NORTHFIELD), "3:14: FICT-2027-401, “allocated_to”: no social worker “Jo Example”"),
    ],
)
def test_and_in_the_other_layout(faults: Callable[..., list[str]], text: str, said: str) -> None:
    assert [line for line in faults(text, NORTHFIELD) if line.startswith(said)], faults(text, NORTHFIELD)


@pytest.mark.feature("M6")
def test_all_faults_are_told_at_once_from_the_top(faults: Callable[..., list[str]]) -> None:
    lines = TEXT[BRIGHTWELL].replace("Police", "Polise").replace("13:30", "25:30").replace("29/02/2020", "?")
    found = faults(lines)
    assert not [line for line in found if "exactly one" in line], "one fault is told once"
    places = [tuple(map(int, line.split(":")[:2])) for line in found]
    assert places == sorted(places)
    assert len({line.split(": ", 1)[1].split(",")[0] for line in found}) == 2, "both conferences"
    assert len(found) >= 3


def test_lines_of_one_conference_may_stand_anywhere(faults: Callable[..., list[str]]) -> None:
    head, *lines = TEXT[BRIGHTWELL].splitlines()
    assert faults("\n".join([head, *lines[::2], *lines[1::2], "", ",,,,,,,,,,,,,"])) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe\x00",
        TEXT[BRIGHTWELL].encode("cp1252"),
        b"a" * (MOST_BYTES + 1),
        b"Conference ID\n" + b"x\n" * (MOST_ROWS + 1),
        b'"' + b"x" * 200_000 + b'"',
    ],
    ids=["not text", "another alphabet", "too large", "too long", "one cell too long"],
)
def test_what_is_no_roster_is_refused_in_one_line(faults: Callable[..., list[str]], raw: bytes) -> None:
    assert len(faults(raw)) == 1


def test_a_byte_order_mark_is_no_part_of_a_heading(faults: Callable[..., list[str]]) -> None:
    assert faults(b"\xef\xbb\xbf" + TEXT[BRIGHTWELL].encode()) == []


def test_nothing_from_a_file_can_move_a_terminals_cursor(faults: Callable[..., list[str]]) -> None:
    found = "\n".join(faults(TEXT[BRIGHTWELL].replace("FICT-2027-301", "FICT\x1b[2J").replace("School,", "\x1b[31m,")))
    assert found
    assert "\x1b" not in found


_CELLS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [*load_layout(BRIGHTWELL).roles, *load_layout(BRIGHTWELL).types, "13/04/2027", "10:00", "All", "FICT-1", "'", '"']
)


@given(st.lists(st.lists(_CELLS, max_size=15), max_size=8))
def test_no_file_is_our_bug(lines: list[list[str]]) -> None:
    layout = load_layout(BRIGHTWELL)
    heading = TEXT[BRIGHTWELL].splitlines()[0]
    text = "\n".join([heading, *(",".join(line) for line in lines)])
    try:
        sheet = read_sheet(text.encode(), ",")
    except UnreadableError:
        return
    for row in sheet.rows:
        Draft(layout, (row,))


def test_without_any_of_its_headings_one_line_says_so(faults: Callable[..., list[str]]) -> None:
    for text, name, by in ((TEXT[NORTHFIELD], BRIGHTWELL, "commas"), (TEXT[BRIGHTWELL], NORTHFIELD, "semicolons")):
        says = f"are the fields separated by {by}, and is this the layout for this file?"
        assert faults(text, name) == [f"1:1: none of the headings is there: {says}"]


# -------------------------------------------------------------------------------------------------------------- layouts


def test_a_layout_of_ones_own_is_a_file(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(layouts()[BRIGHTWELL].read_text("utf-8").replace('"Email"', '"Mail"'), "utf-8")
    roster = tmp_path / "roster.csv"
    roster.write_text(TEXT[BRIGHTWELL].replace("Email", "Mail", 1), "utf-8")
    assert len(load_roster(roster, load_layout(str(own)), BOROUGHS)) == 2


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('role = "Role"\n', "", "columns.role"),
        ('role = "Role"', 'roll = "Role"', "columns.roll"),
        ('"Police" = ":police"', '"Police" = "police"', "roles.Police"),
        ('"RCPC" = "review"', '"RCPC" = "rev"', "types.RCPC"),
        ('separator = ","', 'separator = ""', "separator"),
        ("title =", "title", "the layout"),
    ],
)
def test_a_layout_with_a_fault_is_told(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = layouts()[BRIGHTWELL].read_text("utf-8")
    assert before in text
    own = tmp_path / "own.toml"
    own.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(ConferenceFileError) as caught:
        load_layout(str(own))
    assert said in str(caught.value)


def test_a_layout_that_there_is_not_is_told() -> None:
    with pytest.raises(ConferenceFileError, match="cannot be opened"):
        load_layout("southfield")


def test_every_column_can_be_named() -> None:
    assert {"reference", "type", "start", "role", "name"} <= set(Columns.model_fields)
