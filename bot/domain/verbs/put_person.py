"""Somebody is put on the list, or what is known of them is put right (S4 3.1, 3.2; B5, M1)."""

from dataclasses import dataclass

from bot.domain.actor import Account, account_key
from bot.domain.answers import choice
from bot.domain.arranging import MOST_PEOPLE, closed_to_newcomers, new_person, new_seat, same_address
from bot.domain.conference import Conference
from bot.domain.events_before import PersonPut
from bot.domain.ids import ChildId, PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.particulars import LAY, Person, Role, Seat
from bot.domain.powers import ARRANGERS
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.typed import address, agency, chosen, line, object_id
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class PutPerson:
    """`person` "": somebody new. `oid`: their object id in the council's own directory; "" leaves what is known of it.
    `agency` and `title` are of a professional's seat, and so is `contact`; `relation` and `children` of family.
    """

    person: PersonId
    name: str
    role: str
    address: str = ""
    oid: str = ""
    agency: str = ""
    title: str = ""
    contact: str = ""
    relation: str = ""
    children: str = ""
    in_person: bool = False


@verb("person.put", PutPerson, ARRANGERS)
def put_person(asked: Asked, command: PutPerson) -> Outcome:
    """Who holds the chair keeps that role, and so does whoever presses: neither may lock themselves out by a slip."""
    state = asked.state
    refused = closed_to_newcomers(state)
    if refused:
        return refused
    before = next((one for one in state.particulars.people if one.id == command.person), None)
    if command.person and before is None:
        return Refused(Why.NO_SUCH_PERSON)
    faults: Faults = {}
    role = _role(asked, command, before, faults)
    person = _person(asked, command, before, role, faults)
    seat = _seat(state, command, person.id, faults) if role is Role.PROFESSIONAL else None
    _nobody_else(state, person, faults)
    if before is None and len(state.particulars.people) >= MOST_PEOPLE:
        faults["name"] = Fault.TOO_MANY
    if faults:
        return Refused(Why.FIELDS, faults)
    if seat is None and person.id in state.particulars.leads:
        return Refused(Why.LEADS_A_CHILD)
    if (before, state.seat_of(person.id)) == (person, seat):
        return Accepted()
    return Accepted((PersonPut(person=person.id, details=person, by=asked.who, seat=seat),))


def _role(asked: Asked, command: PutPerson, before: Person | None, faults: Faults) -> Role:
    role = choice(Role, command.role)
    if role is None:
        faults["role"] = Fault.UNKNOWN_CHOICE
    elif before and role is not before.role and before.id in (asked.state.chair, asked.person):
        faults["role"] = Fault.OWN_ROLE
    elif role is Role.CHAIR and (before is None or before.role is not Role.CHAIR):
        faults["role"] = Fault.ONE_CHAIR
    return role or Role.PROFESSIONAL


def _person(asked: Asked, command: PutPerson, before: Person | None, role: Role, faults: Faults) -> Person:
    children = (one.id for one in asked.state.particulars.children)
    known = before.account if before else None
    oid = object_id("oid", command.oid, faults)
    same = before and before.account and (not oid or before.account.oid == oid)
    account = known if same or not oid else _account(asked, oid)
    return Person(
        id=before.id if before else new_person(asked.state),
        name=line("name", command.name, faults),
        role=role,
        account=account,
        address=address("address", command.address, faults),
        installed=before.installed if before and same else account is not None,
        relation=line("relation", command.relation, faults, needed=role is Role.FAMILY) if role in LAY else "",
        children=tuple(ChildId(one) for one in chosen(command.children, children)) if role in LAY else (),
        in_person=command.in_person,
    )


def _account(asked: Asked, oid: str) -> Account | None:
    """In the directory of whoever presses: guests have an object id there as well."""
    own = asked.actor.account
    return Account(tenant=own.tenant, oid=oid) if own else None


def _seat(state: Conference, command: PutPerson, who: PersonId, faults: Faults) -> Seat:
    before = state.seat_of(who)
    children = (one.id for one in state.particulars.children)
    return Seat(
        id=before.id if before else new_seat(state),
        agency=agency("agency", command.agency, faults),
        title=line("title", command.title, faults),
        holder=who,
        contact=frozenset(ChildId(one) for one in chosen(command.contact, children)),
    )


def _nobody_else(state: Conference, person: Person, faults: Faults) -> None:
    """One account or address, one person: else a press could be either's."""
    for one in state.particulars.people:
        if one.id == person.id:
            continue
        if same_address(one, person.address):
            faults["address"] = Fault.SOMEBODY_ELSES
        if one.account and one.account == person.account:
            faults["oid"] = Fault.SOMEBODY_ELSES
    owner = state.bound.get(account_key(person.account)) if person.account else None
    if owner not in (None, person.id):
        faults["oid"] = Fault.SOMEBODY_ELSES
