"""A room, and parents who are asked apart, as a conference file says them (B15, S3, trap 12)."""

import pytest

from bot.adapters.conference_file import ConferenceFileError, load
from bot.domain.ids import PersonId
from tests.dates import moment
from tests.integration.test_bringing_conferences import MINIMAL

FAMILY = """
  family:
    - {id: dana, name: Dana Example, relation: mother}
    - {id: joe, name: Joe Example, relation: father, in_person: true}
"""
PARTS = """
  mode: blended
  place: Room 4, Town Hall
  parts:
    - {title: With her father, start: 2099-04-14T11:00, end: 2099-04-14T11:45, people: [joe]}
    - {title: With her mother, start: 2099-04-14T10:00, end: 2099-04-14T11:00, people: [dana]}
"""
TEXT = MINIMAL.rstrip() + FAMILY + PARTS


def faults(*changes: tuple[str, str]) -> str:
    text = TEXT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    with pytest.raises(ConferenceFileError) as caught:
        load(text, ["london"])
    return str(caught.value)


@pytest.mark.feature("B15")
def test_each_part_has_its_hours_and_people_in_order() -> None:
    about = load(TEXT, ["london"]).particulars
    assert [(one.title, one.people) for one in about.parts] == [
        ("With her mother", frozenset({PersonId("dana")})),
        ("With her father", frozenset({PersonId("joe")})),
    ]
    assert about.parts[0].end == about.parts[1].start == moment("Tue 14 Apr 2099 11:00")
    assert (about.place, about.person(PersonId("joe")).in_person) == ("Room 4, Town Hall", True)
    assert not about.person(PersonId("dana")).in_person


@pytest.mark.feature("B15")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("people: [joe]", "people: [jo]"), "nobody who can be asked to a part has the id “jo”: did you mean `joe`?"),
        (("people: [joe]", "people: [amara]"), "nobody who can be asked to a part has the id “amara”"),
        (("people: [joe]", "people: []"), "people: expected"),
        (("end: 2099-04-14T11:45", "end: 2099-04-14T12:15"), "parts[1].end: after the conference ends"),
        (("end: 2099-04-14T11:45", "end: 2099-04-14T11:00"), "parts[1].end: not after its start"),
        (
            ("start: 2099-04-14T10:00, end", "start: 2099-04-14T09:00, end"),
            "parts[2].start: before the conference starts",
        ),
        (("start: 2099-04-14T11:00", "start: 2099-04-14T10:30"), "parts[1].start: before the part before it has ended"),
        (("start: 2099-04-14T11:00", "start: 2099-13-14T11:00"), "parts[1].start: there is no such day or hour"),
        (("in_person: true", "in_person: often"), "in_person: expected true or false"),
    ],
)
def test_what_cannot_be_is_told_at_its_place(change: tuple[str, str], said: str) -> None:
    assert said in faults(change)
