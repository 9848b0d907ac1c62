"""Arranging a conference: beginning it, its sheet, and whatever is changed there. Every change ends where the next one is made."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from bot.cards import sheet_forms as forms
from bot.cards.components import Card
from bot.cards.sheet import sheet_card
from bot.cards.sheet_children import child_card, children_card
from bot.cards.sheet_people import NEW, people_card, person_card, take_off_card
from bot.dialogs.arranging.begin import begin, begin_form
from bot.dialogs.flow import Change, Draw, Pressed, on_change, on_show
from bot.dialogs.office import on_office
from bot.domain.arranging import dates_asked
from bot.domain.ids import ChildId, PersonId
from bot.domain.outcome import Refused
from bot.domain.particulars import Role
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.cancel_conference import CancelConference
from bot.domain.verbs.convene_conference import ConveneConference
from bot.domain.verbs.explain_delay import ExplainDelay
from bot.domain.verbs.move_conference import MoveConference
from bot.domain.verbs.put_child import PutChild, TakeOffChild
from bot.domain.verbs.put_person import PutPerson
from bot.domain.verbs.set_dates import SetDates
from bot.domain.verbs.set_details import SetDetails
from bot.domain.verbs.set_household import SetHousehold
from bot.domain.verbs.set_parts import SetPart
from bot.domain.verbs.take_off_person import TakeOffPerson
from bot.domain.views.sheet import SheetView, sheet_view

Faults = Mapping[str, StrEnum]


def view_of(pressed: Pressed) -> SheetView | Refused:
    look = pressed.look
    return sheet_view(look.state, look.who, look.now, look.calendar)


def _draw(card: Callable[..., Card]) -> Draw:
    def draw(pressed: Pressed, faults: Faults, notice: str) -> Card | Refused:
        view = view_of(pressed)
        return view if isinstance(view, Refused) else card(view, pressed.marks, faults=faults, notice=notice)

    return draw


sheet = _draw(sheet_card)
children = _draw(children_card)
parts = _draw(forms.parts_card)


def people(pressed: Pressed, faults: Faults, notice: str) -> Card | Refused:
    view = view_of(pressed)
    if isinstance(view, Refused):
        return view
    return people_card(view, pressed.subject, pressed.marks, faults=faults, notice=notice)


def person(pressed: Pressed, faults: Faults, notice: str) -> Card | Refused:
    """Whoever was chosen from the list, or whoever the button names."""
    view = view_of(pressed)
    if isinstance(view, Refused):
        return view
    which = pressed.subject or pressed.chosen("person")
    if not which:
        return people_card(view, "", pressed.marks, faults={"person": Fault.MISSING}, notice=notice)
    if not which.startswith(f"{NEW}/") and view.listed(PersonId(which)) is None:
        return Refused(Why.NO_SUCH_PERSON)
    return person_card(view, which, pressed.marks, faults=faults, notice=notice)


def take_off(pressed: Pressed, faults: Faults, notice: str) -> Card | Refused:
    view = view_of(pressed)
    if isinstance(view, Refused):
        return view
    if view.listed(PersonId(pressed.subject)) is None:
        return Refused(Why.NO_SUCH_PERSON)
    return take_off_card(view, pressed.subject, pressed.marks, faults=faults, notice=notice)


def child(pressed: Pressed, faults: Faults, notice: str) -> Card | Refused:
    view = view_of(pressed)
    if isinstance(view, Refused):
        return view
    if pressed.subject and view.child(ChildId(pressed.subject)) is None:
        return Refused(Why.NO_SUCH_CHILD)
    return child_card(view, pressed.subject, pressed.marks, faults=faults, notice=notice)


def part(pressed: Pressed, faults: Faults, notice: str) -> Card | Refused:
    view = view_of(pressed)
    if isinstance(view, Refused):
        return view
    return forms.part_card(view, pressed.subject, pressed.marks, faults=faults, notice=notice)


def _put_person(pressed: Pressed) -> object:
    """What a form does not ask for stays: a role where there is only one, a child where there is one, where somebody meets."""
    which, data = pressed.subject, pressed.press.data
    new = which.startswith(f"{NEW}/")
    known = next((one for one in pressed.look.state.particulars.people if one.id == which), None)
    usual = Role.PROFESSIONAL if which.startswith(f"{NEW}/{Role.PROFESSIONAL}") else known.role if known else ""
    children = ",".join(known.children) if known else ""
    return PutPerson(
        person=PersonId("" if new else which),
        name=pressed.text("name"),
        role=pressed.chosen("role") or usual,
        address=pressed.text("address"),
        oid=pressed.text("oid"),
        agency=pressed.text("agency"),
        title=pressed.text("title"),
        contact=pressed.text("contact"),
        relation=pressed.text("relation"),
        children=pressed.text("children") if "children" in data else children,
        in_person=pressed.ticked("in_person") if "in_person" in data else bool(known and known.in_person),
    )


def _put_child(pressed: Pressed) -> object:
    return PutChild(
        child=ChildId(pressed.subject),
        called=pressed.text("called"),
        born=pressed.text("born"),
        expected=pressed.text("expected"),
        lead=pressed.chosen("lead"),
        looked_after=pressed.ticked("looked_after"),
    )


def _details(pressed: Pressed) -> object:
    return SetDetails(
        mode=pressed.text("mode"),
        join_link=pressed.text("join_link"),
        place=pressed.text("place"),
        kind=pressed.text("kind"),
        day=pressed.text("day"),
        start=pressed.text("start"),
        end=pressed.text("end"),
    )


def _part(pressed: Pressed) -> object:
    return SetPart(
        number=pressed.subject,
        title=pressed.text("title"),
        start=pressed.text("start"),
        end=pressed.text("end"),
        people=pressed.text("people"),
        gone=pressed.ticked("gone"),
    )


def _move(pressed: Pressed) -> object:
    return MoveConference(
        day=pressed.text("day"),
        start=pressed.text("start"),
        end=pressed.text("end"),
        reason=pressed.text("reason"),
    )


def _dates(pressed: Pressed) -> object:
    return SetDates(dates={one.value: pressed.text(one) for one in dates_asked(pressed.look.state)})


_FORMS: Mapping[str, Draw] = {
    "sheet.show": sheet,
    "sheet.children": children,
    "sheet.child": child,
    "sheet.people": people,
    "sheet.person": person,
    "sheet.take_off": take_off,
    "sheet.household": _draw(forms.household_card),
    "sheet.dates": _draw(forms.dates_card),
    "sheet.details": _draw(forms.details_card),
    "sheet.parts": parts,
    "sheet.part": part,
    "sheet.move": _draw(forms.move_card),
    "sheet.cancel": _draw(forms.cancel_card),
    "sheet.delay": _draw(forms.delay_card),
    "sheet.late": _draw(forms.late_card),
}


def _change(verb: str, command: Callable[[Pressed], object], form: str, after: Draw = sheet) -> None:
    on_change(verb, Change(scope="sheet", command=command, form=_FORMS[form], after=after))


for _verb, _form in _FORMS.items():
    on_show(_verb, _form)

_change("conference.convene", lambda _: ConveneConference(), "sheet.show")
_change("conference.move", _move, "sheet.move")
_change("conference.cancel", lambda pressed: CancelConference(reason=pressed.text("reason")), "sheet.cancel")
_change("delay.explain", lambda pressed: ExplainDelay(reason=pressed.text("reason")), "sheet.delay")
_change("details.set", _details, "sheet.details")
_change("dates.set", _dates, "sheet.dates")
_change(
    "household.set",
    lambda pressed: SetHousehold(household=pressed.text("household"), nobody=pressed.ticked("nobody")),
    "sheet.household",
)
_change("child.put", _put_child, "sheet.child", children)
_change("child.take_off", lambda pressed: TakeOffChild(child=ChildId(pressed.subject)), "sheet.child", children)
_change("person.put", _put_person, "sheet.person", people)
_change(
    "person.take_off",
    lambda pressed: TakeOffPerson(person=PersonId(pressed.subject), reason=pressed.text("reason")),
    "sheet.take_off",
    people,
)
_change("parts.set", _part, "sheet.part", parts)

on_office("set_up.show", begin_form)
on_office("set_up.begin", begin(sheet))
