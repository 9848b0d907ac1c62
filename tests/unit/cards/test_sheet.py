"""The sheet and its forms: short enough for one screen, every fault beside its field, the names nowhere that Teams shows by itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.cards import sheet_forms as forms
from bot.cards.components import Card
from bot.cards.set_up import set_up_card
from bot.cards.sheet import sheet_card
from bot.cards.sheet_children import child_card, children_card
from bot.cards.sheet_people import FAMILY, OTHER, PROFESSIONAL, people_card, person_card, take_off_card
from bot.domain.checks import Concern, Found, Gap, Measure
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.inviting import Road
from bot.domain.particulars import Child, Kind, Mode, Part, Person, Role, Seat
from bot.domain.preparations import Cancelled, Independence, Move
from bot.domain.profile import Trigger
from bot.domain.refusals import Fault
from bot.domain.views.sheet import Listed, Phase, SheetView
from bot.words.sheet import found
from tests.dates import day, moment
from tests.fakes.builders import profile
from tests.unit.cards.checks import buttons, check, inputs, shown, size, verbs
from tests.unit.cards.nasty import NASTY
from tests.unit.cards.samples import MARKS, NAMES, REFERENCE

JAY = ChildId("child-4")
_LIMIT = profile().limit("initial_held", Kind.INITIAL)
assert _LIMIT is not None


def _listed(who: str, name: str, role: Role, *, agency: str = "", title: str = "", **more: object) -> Listed:
    person = Person(id=PersonId(who), name=name, role=role, address=f"{who}@council.example")
    seat = Seat(id=SeatId(f"seat-{who}"), agency=agency, title=title, holder=person.id, contact=frozenset({JAY}))
    return Listed(
        person=replace(person, relation=str(more.get("relation", ""))),
        seat=seat if agency else None,
        road=Road(str(more.get("road", Road.TEAMS))),
        fixed=bool(more.get("fixed")),
    )


PEOPLE = (
    _listed("person-1", "Sam Example", Role.ADMINISTRATOR, fixed=True),
    _listed("person-2", "Ada Sample", Role.CHAIR, fixed=True),
    _listed("person-3", "Priya Sample", Role.PROFESSIONAL, agency="childrens_social_care", title="Lead social worker"),
    _listed("person-5", "Tom Example", Role.PROFESSIONAL, agency="school", title="Head, Oakbank School", road="mail"),
    _listed("person-7", "Cora Sampleton", Role.FAMILY, relation="mother", road="hand"),
)

DRAFT = SheetView(
    reference=REFERENCE,
    kind=Kind.INITIAL,
    mode=Mode.VIRTUAL,
    start=moment("Thu 26 Nov 2026 10:00"),
    planned_end=moment("Thu 26 Nov 2026 12:00"),
    place="",
    join_link="",
    chair="Ada Sample",
    asks_independence=False,
    independence=None,
    phase=Phase.DRAFT,
    open=True,
    list_open=True,
    children=(),
    people=PEOPLE[:2],
    leads=(),
    names={one.person.id: one.person.name for one in PEOPLE},
    household=(),
    household_said=False,
    dates=((Trigger.STRATEGY_DISCUSSION, None), (Trigger.EMERGENCY_ORDER_EXPIRY, None)),
    parts=(),
    of_part=(),
    moves=(),
    cancelled=None,
    delay="",
    gaps=(Found(code=Gap.NO_CHILD), Found(code=Gap.NO_HOUSEHOLD)),
    concerns=(
        Found(code=Concern.DATE_MISSING, about=Trigger.STRATEGY_DISCUSSION),
        Found(code=Concern.NOT_ASKED, about="Police"),
        Found(code=Concern.NO_LINK),
    ),
    measures=(),
    not_asked=profile().invitees[1:4],
)
READY = replace(
    DRAFT,
    phase=Phase.READY,
    children=(
        Child(id=JAY, called="Jay", lead=PersonId("person-3"), born=date(2019, 5, 4)),
        Child(id=ChildId("child-9"), called="Baby S", lead=PersonId("person-3"), expected=date(2027, 1, 20)),
    ),
    people=PEOPLE,
    leads=((PersonId("person-3"), "Priya Sample"),),
    household=("Linnet, 15", "Martin, 3"),
    household_said=True,
    of_part=((PersonId("person-7"), "Cora Sampleton"),),
    gaps=(),
    concerns=(Found(code=Concern.BY_HAND, about="Cora Sampleton"),),
    dates=((Trigger.STRATEGY_DISCUSSION, day("Thu 5 Nov 2026")), (Trigger.EMERGENCY_ORDER_EXPIRY, None)),
)
CONVENED = replace(
    READY,
    phase=Phase.CONVENED,
    mode=Mode.BLENDED,
    place="Room 4, Town Hall",
    parts=(
        Part(
            title="First part",
            start=moment("Thu 26 Nov 2026 10:00"),
            end=moment("Thu 26 Nov 2026 10:45"),
            people=frozenset({PersonId("person-7")}),
        ),
    ),
    moves=(
        Move(
            start=moment("Thu 19 Nov 2026 10:00"),
            reason="The chair was ill.",
            at=moment("Mon 16 Nov 2026 09:00"),
            by=PersonId("person-1"),
        ),
    ),
    measures=(Measure(limit=_LIMIT, due=moment("Wed 18 Nov 2026 17:00"), late=True),),
    concerns=(Found(code=Concern.LATE, about=_LIMIT.title),),
    asks_independence=True,
)
CANCELLED = replace(
    CONVENED,
    phase=Phase.CANCELLED,
    open=False,
    list_open=False,
    concerns=(),
    cancelled=Cancelled(reason="Moved away.", at=moment("Tue 17 Nov 2026 09:00"), by=PersonId("person-1")),
)
UNDER_WAY = replace(
    CONVENED,
    phase=Phase.UNDER_WAY,
    open=False,
    concerns=(),
    independence=Independence(
        at=moment("Tue 17 Nov 2026 09:00"), independent=False, reason="I knew the family before."
    ),
)
_BOROUGHS = (("lewisham", "Lewisham"), ("london", "London procedures"))

_CARDS: dict[str, Card] = {
    "set up": set_up_card(_BOROUGHS, MARKS.see("")),
    "set up with faults": set_up_card(
        _BOROUGHS,
        MARKS.see(""),
        usual="lewisham",
        faults={"reference": Fault.REFERENCE_TAKEN, "end": Fault.END_NOT_AFTER},
        notice="Something is wrong.",
    ),
    "sheet, draft": sheet_card(DRAFT, MARKS),
    "sheet, ready": sheet_card(READY, MARKS),
    "sheet, convened": sheet_card(CONVENED, MARKS),
    "sheet, under way": sheet_card(UNDER_WAY, MARKS),
    "sheet, cancelled": sheet_card(CANCELLED, MARKS),
    "no children": children_card(DRAFT, MARKS),
    "children": children_card(READY, MARKS),
    "new child": child_card(DRAFT, "", MARKS),
    "new child, one social worker": child_card(READY, "", MARKS),
    "child with a fault": child_card(READY, JAY, MARKS, faults={"born": Fault.BORN_LATER}),
    "people": people_card(READY, "", MARKS),
    "people, nobody chosen": people_card(READY, "", MARKS, faults={"person": Fault.MISSING}),
    "new professional": person_card(READY, PROFESSIONAL, MARKS),
    "new professional, usually asked": person_card(DRAFT, f"{PROFESSIONAL}/police", MARKS),
    "new family": person_card(READY, FAMILY, MARKS),
    "new other": person_card(CONVENED, OTHER, MARKS),
    "professional with faults": person_card(
        READY, "person-5", MARKS, faults={"address": Fault.SOMEBODY_ELSES, "title": Fault.MISSING}
    ),
    "family": person_card(READY, "person-7", MARKS),
    "chair": person_card(READY, "person-2", MARKS),
    "take off": take_off_card(READY, "person-5", MARKS, faults={"reason": Fault.MISSING}),
    "take a parent off": take_off_card(READY, "person-7", MARKS),
    "household": forms.household_card(DRAFT, MARKS, faults={"household": Fault.MISSING}),
    "household said": forms.household_card(replace(READY, household=()), MARKS),
    "dates": forms.dates_card(READY, MARKS),
    "details": forms.details_card(DRAFT, MARKS),
    "details, convened": forms.details_card(CONVENED, MARKS, faults={"join_link": Fault.NO_CHAT_IN_LINK}),
    "no parts": forms.parts_card(DRAFT, MARKS),
    "parts": forms.parts_card(CONVENED, MARKS),
    "new part": forms.part_card(READY, "", MARKS),
    "part": forms.part_card(CONVENED, "1", MARKS, faults={"start": Fault.PARTS_OVERLAP}),
    "move": forms.move_card(CONVENED, MARKS, faults={"day": Fault.SAME_TIME}),
    "cancel": forms.cancel_card(CONVENED, MARKS),
    "cancel a draft": forms.cancel_card(DRAFT, MARKS),
    "delay": forms.delay_card(CONVENED, MARKS, faults={"reason": Fault.MISSING}),
    "late": forms.late_card(CONVENED, MARKS),
    "late, nobody said why": forms.late_card(replace(CONVENED, delay="", moves=()), MARKS),
    "not late any more": forms.late_card(replace(CONVENED, delay="", measures=()), MARKS),
}


@pytest.mark.parametrize("name", _CARDS)
def test_card(name: str, snapshot: SnapshotAssertion) -> None:
    check(_CARDS[name], names=NAMES)
    assert _CARDS[name] == snapshot


@pytest.mark.parametrize("name", _CARDS)
def test_a_step_is_no_more_than_a_screen(name: str) -> None:
    assert len(inputs(_CARDS[name])) <= 9
    assert len(buttons(_CARDS[name])) <= 10
    assert size(_CARDS[name]) < 12_000


@pytest.mark.parametrize(
    ("view", "verb"),
    [
        (READY, "conference.convene"),
        (CONVENED, "sheet.move"),
        (CONVENED, "sheet.delay"),
        (UNDER_WAY, "sheet.people"),
    ],
)
def test_what_can_be_done_has_a_button(view: SheetView, verb: str) -> None:
    assert verb in verbs(sheet_card(view, MARKS))


@pytest.mark.parametrize(
    ("view", "verb"),
    [
        (DRAFT, "conference.convene"),
        (CONVENED, "conference.convene"),
        (READY, "sheet.move"),
        (UNDER_WAY, "sheet.cancel"),
        (CANCELLED, "sheet.people"),
        (CANCELLED, "sheet.delay"),
        (DRAFT, "sheet.delay"),
    ],
)
def test_what_cannot_be_done_has_none(view: SheetView, verb: str) -> None:
    assert verb not in verbs(sheet_card(view, MARKS))


@pytest.mark.feature("B28")
def test_nothing_is_asked_of_the_chair_of_what_is_cancelled() -> None:
    assert "Independent of the case" in shown(sheet_card(CONVENED, MARKS))
    assert "Independent of the case" not in shown(sheet_card(CANCELLED, MARKS))


def test_who_reads_a_reason_is_said_where_it_is_asked_for() -> None:
    assert inputs(forms.cancel_card(CONVENED, MARKS))["reason"]["label"] == (
        "Why it is cancelled (professionals read this in Teams; family do not). Nothing about the family."
    )
    for card in (forms.cancel_card(DRAFT, MARKS), forms.move_card(CONVENED, MARKS)):
        assert "stays on the sheet" in inputs(card)["reason"]["label"]


def test_what_is_changed_later_goes_to_those_written_to_by_mail_as_a_letter() -> None:
    assert "Whoever was written to by mail gets a letter." in shown(forms.details_card(CONVENED, MARKS))


@pytest.mark.parametrize("code", [*Gap, *Concern])
def test_everything_that_is_looked_at_has_a_sentence(code: Gap | Concern) -> None:
    about = Trigger.STRATEGY_DISCUSSION if code is Concern.DATE_MISSING else "Somebody"
    said = found(Found(code=code, about=about))
    assert said[0].isupper()
    assert said.endswith(".")
    assert "{" not in said


def test_where_there_is_one_social_worker_it_is_they() -> None:
    assert inputs(child_card(READY, "", MARKS))["lead"]["value"] == "person-3"
    two = replace(READY, leads=(*READY.leads, (PersonId("person-8"), "Lou Placeholder")))
    assert "value" not in inputs(child_card(two, "", MARKS))["lead"]


def test_sixty_people_fit_on_pages() -> None:
    many = tuple(
        replace(PEOPLE[3], person=replace(PEOPLE[3].person, id=PersonId(f"p{n}"), name=f"Tom Example {n}" + "x" * 80))
        for n in range(60)
    )
    view = replace(READY, people=many)
    first, second = people_card(view, "", MARKS), people_card(view, "#2", MARKS)
    assert "Page 2" in shown(first)
    assert "Tom Example 0" in shown(first)
    assert size(first) < 25_000
    assert [one for one in parts_of(second) if "Tom Example 59" in one] or "Page 3" in shown(second)


def parts_of(card: Card) -> list[str]:
    return shown(card).splitlines()


@pytest.mark.parametrize("typed", NASTY)
def test_what_people_typed_is_only_ever_shown_as_words(typed: str) -> None:
    child = replace(READY.children[0], called=typed)
    person = replace(PEOPLE[3], person=replace(PEOPLE[3].person, name=typed))
    view = replace(CONVENED, children=(child,), people=(person,), household=(typed,), delay=typed, place=typed)
    draws: list[Callable[[], Card]] = [
        lambda: sheet_card(view, MARKS),
        lambda: children_card(view, MARKS),
        lambda: child_card(view, JAY, MARKS),
        lambda: people_card(view, "", MARKS),
        lambda: person_card(view, "person-5", MARKS),
        lambda: take_off_card(view, "person-5", MARKS),
        lambda: forms.household_card(view, MARKS),
    ]
    for draw in draws:
        check(draw(), names=NAMES)
