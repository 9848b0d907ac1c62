"""Who is on the list of a conference, and the form for one of them (B5, M1). Each form asks what its kind of person has."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    choice,
    choices,
    execute,
    field,
    heading,
    own_words,
    text,
    text_input,
    toggle,
)
from bot.cards.frame import ROOM, asked, buttons, close, framed, pages, size, subject
from bot.cards.sheet import SHEET, back
from bot.domain.ids import PersonId
from bot.domain.particulars import LAY, Mode, Role
from bot.domain.typed import LONGEST_ADDRESS, LONGEST_LINE
from bot.domain.views.sheet import Listed, SheetView
from bot.words import sheet as words
from bot.words.labels import agency, label

NEW = "new"
PROFESSIONAL, FAMILY, OTHER = f"{NEW}/professional", f"{NEW}/family", f"{NEW}/other"
"""What a form for somebody new is about; a seat's agency may follow ("new/professional/school")."""

_OTHERS = tuple(one for one in Role if one not in LAY and one not in (Role.CHAIR, Role.PROFESSIONAL))
_ROLES: Mapping[str, tuple[Role, ...]] = MappingProxyType({FAMILY: tuple(sorted(LAY)), OTHER: _OTHERS})
_MOST_USUAL = 6


def people_card(
    view: SheetView, which: str, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = ""
) -> Card:
    """`which`: "", or the number of a page, as of sixty people."""
    lines = [own_words(_line(one), lead=f"{one.person.name}:") for one in view.people]
    found = pages([(size(one), one) for one in lines], ROOM // 2)
    page = min(asked(which)[1], len(found))
    turn = [
        execute("sheet.people", words.page(number), marks.see(subject("", number))) for number in _others(found, page)
    ]
    body = [
        text(words.PEOPLE_HINT),
        *close(*found[page - 1], space="small"),
        *buttons(turn),
        *(_changes(view, marks, faults) if view.list_open else []),
        action_set(back(marks)),
    ]
    return framed(words.PEOPLE_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _others(found: list[list[Element]], page: int) -> list[int]:
    return [number for number in range(1, len(found) + 1) if number != page]


def _changes(view: SheetView, marks: Marks, faults: Mapping[str, StrEnum]) -> Iterator[Element]:
    options = [(one.person.id, words.choice_of(one.person, _what(one))) for one in view.people]
    yield from field(faults, choice("person", words.WHOM, options, placeholder=words.CHOOSE_WHOM))
    yield action_set(execute("sheet.person", words.OPEN_PERSON, marks.see("")))
    usual = view.not_asked[:_MOST_USUAL]
    if usual:
        yield heading(words.USUALLY, size="medium")
        yield from buttons(
            [execute("sheet.person", words.add(one.title), marks.see(f"{PROFESSIONAL}/{one.agency}")) for one in usual]
        )
    yield action_set(
        execute("sheet.person", words.ADD_PROFESSIONAL, marks.see(PROFESSIONAL)),
        execute("sheet.person", words.ADD_FAMILY, marks.see(FAMILY)),
        execute("sheet.person", words.ADD_OTHER, marks.see(OTHER)),
    )


def _what(one: Listed) -> str:
    return one.seat.title if one.seat else one.person.relation or label(one.person.role)


def _line(one: Listed) -> str:
    return words.person_line(one, label(one.person.role))


def person_card(
    view: SheetView, which: str, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = ""
) -> Card:
    """`which`: a person, or what kind of new one."""
    one = view.listed(PersonId(which))
    kind = _kind(one, which)
    keep = execute("person.put", words.KEEP_PERSON, marks.stamp(SHEET + which), main=True)
    off = [execute("sheet.take_off", words.TAKE_OFF_PERSON, marks.see(which))]
    body = [
        *field(faults, _line_input("name", words.NAME, one.person.name if one else "")),
        *_FIELDS[kind](view, one, which, faults),
        *field(
            faults,
            text_input(
                "address",
                words.ADDRESS,
                value=one.person.address if one else "",
                longest=LONGEST_ADDRESS,
                multiline=False,
                hint=words.ADDRESS_HINT,
            ),
        ),
        *(_account(one, faults) if kind != FAMILY else []),
        *_place(view, one, kind),
        action_set(keep, *(off if one and not one.fixed and view.open else []), back(marks)),
    ]
    said = one.person.name if one else _TITLES[kind]
    return framed(said, body, fallback=words.FALLBACK, faults=faults, notice=notice)


_TITLES: Mapping[str, str] = MappingProxyType(
    {
        PROFESSIONAL: words.NEW_PROFESSIONAL_TITLE,
        FAMILY: words.NEW_FAMILY_TITLE,
        OTHER: words.NEW_OTHER_TITLE,
    }
)


def _kind(one: Listed | None, which: str) -> str:
    if one:
        return FAMILY if one.person.role in LAY else PROFESSIONAL if one.person.role is Role.PROFESSIONAL else OTHER
    return next((kind for kind in (FAMILY, OTHER) if which.startswith(kind)), PROFESSIONAL)


def _line_input(id_: str, said: str, value: str, hint: str = "") -> Element:
    return text_input(id_, said, value=value, longest=LONGEST_LINE, multiline=False, hint=hint)


def _professional(view: SheetView, one: Listed | None, which: str, faults: Mapping[str, StrEnum]) -> Iterator[Element]:
    seat, meant = one.seat if one else None, which.removeprefix(PROFESSIONAL).strip("/")
    usual = next((each.title for each in view.not_asked if each.agency == meant), "") if not one else ""
    code = seat.agency if seat else "" if one else meant
    yield from field(faults, _line_input("agency", words.AGENCY, agency(code), words.AGENCY_HINT))
    yield from field(faults, _line_input("title", words.TITLE, seat.title if seat else usual, words.TITLE_HINT))
    if view.children:
        known = tuple(seat.contact) if seat else ()
        yield choices("contact", words.CONTACT, [(each.id, each.called) for each in view.children], value=known)


def _family(view: SheetView, one: Listed | None, _which: str, faults: Mapping[str, StrEnum]) -> Iterator[Element]:
    yield from _role(FAMILY, one, faults)
    relation = one.person.relation if one else ""
    yield from field(faults, _line_input("relation", words.RELATION, relation, words.RELATION_HINT))
    if len(view.children) > 1:
        known = one.person.children if one else ()
        yield choices("children", words.WHOSE, [(each.id, each.called) for each in view.children], value=known)


def _other(_view: SheetView, one: Listed | None, _which: str, faults: Mapping[str, StrEnum]) -> Iterator[Element]:
    if not (one and one.fixed):
        yield from _role(OTHER, one, faults)


def _role(kind: str, one: Listed | None, faults: Mapping[str, StrEnum]) -> list[Element]:
    options = [(each.value, label(each)) for each in _ROLES[kind]]
    value = one.person.role if one else Role.FAMILY if kind == FAMILY else ""
    return field(faults, choice("role", words.ROLE, options, value=value, placeholder=words.CHOOSE_ROLE))


_FIELDS = {PROFESSIONAL: _professional, FAMILY: _family, OTHER: _other}


def _account(one: Listed | None, faults: Mapping[str, StrEnum]) -> list[Element]:
    known = one.person.account.oid if one and one.person.account else ""
    return field(faults, _line_input("oid", words.OID, known, words.OID_HINT))


def _place(view: SheetView, one: Listed | None, kind: str) -> Iterator[Element]:
    """Where all join online, only of family is it asked: a parent without a quiet room may come in all the same (S3)."""
    if kind == FAMILY or view.mode is Mode.BLENDED:
        ticked = "true" if one and one.person.in_person else ""
        yield toggle("in_person", words.IN_PERSON, words.IN_PERSON_TITLE, value=ticked)


def take_off_card(
    view: SheetView, which: str, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = ""
) -> Card:
    one = view.listed(PersonId(which))
    take_off = execute("person.take_off", words.TAKE_OFF_PERSON, marks.stamp(SHEET + which), grave=True)
    body = [
        own_words(_what(one) if one else "", lead=f"{one.person.name}:" if one else ""),
        text(words.TAKE_OFF),
        *([text(words.TAKE_OFF_FAMILY)] if one and one.person.role in LAY else []),
        *field(faults, text_input("reason", words.TAKE_OFF_REASON)),
        action_set(*([take_off] if one else []), back(marks)),
    ]
    return framed(words.TAKE_OFF_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)
