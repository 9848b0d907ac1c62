"""The small forms behind the sheet: when and how, dates, household, parts, and moving, cancelling and explaining it."""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    choice,
    choices,
    date_input,
    execute,
    facts,
    field,
    own_words,
    text,
    text_input,
    time_input,
    toggle,
)
from bot.cards.frame import buttons, framed
from bot.cards.sheet import SHEET, back
from bot.domain.arranging import london_day
from bot.domain.particulars import Kind, Mode, Part
from bot.domain.typed import LONGEST_LINE, LONGEST_LINK
from bot.domain.views.sheet import Phase, SheetView
from bot.words import sheet as words
from bot.words.labels import label
from bot.words.shells import title
from bot.words.times import at_time, clock

_MOST_HOUSEHOLD = 2000


def details_card(view: SheetView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    """The kind and the time only while nobody has been asked: after that it is moved."""
    draft = view.phase in (Phase.DRAFT, Phase.READY)
    kinds, modes = [(one.value, label(one)) for one in Kind], [(one.value, label(one)) for one in Mode]
    told = [text(words.DETAILS_HINT_CONVENED)] if view.phase is Phase.CONVENED else []
    body = [
        *told,
        *(field(faults, choice("kind", words.KIND, kinds, value=view.kind)) if draft else []),
        *(time_fields(faults, *_times(view)) if draft else []),
        *field(faults, choice("mode", words.MODE, modes, value=view.mode)),
        *field(faults, _line("place", words.PLACE, view.place, words.PLACE_HINT)),
        *field(
            faults,
            text_input(
                "join_link",
                words.LINK,
                value=view.join_link,
                longest=LONGEST_LINK,
                multiline=False,
                hint=words.LINK_HINT,
            ),
        ),
        _keep("details.set", words.KEEP, marks),
    ]
    said = words.DETAILS_TITLE if draft else words.DETAILS_TITLE_LATER
    return framed(said, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def time_fields(faults: Mapping[str, StrEnum], day: str, start: str, end: str) -> list[Element]:
    return [
        *field(faults, date_input("day", words.DAY, value=day)),
        *field(faults, time_input("start", words.START, value=start)),
        *field(faults, time_input("end", words.END, value=end)),
    ]


def _times(view: SheetView) -> tuple[str, str, str]:
    return london_day(view.start).isoformat(), clock(view.start), clock(view.planned_end)


def _line(id_: str, said: str, value: str, hint: str = "") -> Element:
    return text_input(id_, said, value=value, longest=LONGEST_LINE, multiline=False, hint=hint)


def _keep(verb: str, said: str, marks: Marks, of: str = "", *, grave: bool = False) -> Element:
    return action_set(execute(verb, said, marks.stamp(SHEET + of), main=not grave, grave=grave), back(marks))


def dates_card(view: SheetView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    body: list[Element] = [text(words.DATES_HINT)]
    for which, day in view.dates:
        entry = date_input(which, words.date_label(which), value=day.isoformat() if day else "")
        body += field(faults, entry)
    body.append(_keep("dates.set", words.KEEP, marks))
    return framed(words.DATES_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def household_card(view: SheetView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    nobody = "true" if view.household_said and not view.household else ""
    entry = text_input("household", words.HOUSEHOLD_BOX, value="\n".join(view.household), longest=_MOST_HOUSEHOLD)
    body = [
        text(words.HOUSEHOLD_HINT),
        *field(faults, entry),
        toggle("nobody", words.NOBODY_LABEL, words.NOBODY_TITLE, value=nobody),
        _keep("household.set", words.KEEP, marks),
    ]
    return framed(words.HOUSEHOLD_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def parts_card(view: SheetView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    lines = [own_words(words.part_line(one, view.names), lead=f"{one.title}:") for one in view.parts]
    changes = [
        execute("sheet.part", one.title, marks.see(str(number))) for number, one in enumerate(view.parts, start=1)
    ]
    if view.of_part:
        changes.append(execute("sheet.part", words.ADD_PART, marks.see(""), main=True))
    body = [
        text(words.PARTS_HINT),
        *(lines or [text(words.NO_PARTS)]),
        *([] if view.of_part else [text(words.NOBODY_FOR_PARTS)]),
        *buttons(changes),
        action_set(back(marks)),
    ]
    return framed(words.PARTS_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def part_card(
    view: SheetView, which: str, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = ""
) -> Card:
    """`which`: the part's number from 1, or "" for a new one."""
    one = _part(view, which)
    start, end = (clock(one.start), clock(one.end)) if one else ("", "")
    people = choices("people", words.PART_PEOPLE, view.of_part, value=tuple(one.people) if one else ())
    gone = execute("parts.set", words.TAKE_OUT, {**marks.stamp(SHEET + which), "gone": "true"}, grave=True)
    body = [
        *field(faults, _line("title", words.PART_NAME, one.title if one else "", words.PART_NAME_HINT)),
        *field(faults, time_input("start", words.START, value=start)),
        *field(faults, time_input("end", words.END, value=end)),
        *field(faults, people),
        action_set(
            execute("parts.set", words.KEEP_PART, marks.stamp(SHEET + which), main=True),
            *([gone] if one else []),
            back(marks),
        ),
    ]
    return framed(words.PART_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _part(view: SheetView, which: str) -> Part | None:
    number = int(which) if which.isdecimal() else 0
    return view.parts[number - 1] if 1 <= number <= len(view.parts) else None


def move_card(view: SheetView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    body = [
        text(words.span(view.start, view.planned_end), bold=True),
        text(words.MOVE_HINT),
        *time_fields(faults, *_times(view)),
        *field(faults, text_input("reason", words.MOVE_REASON)),
        _keep("conference.move", words.MOVE_NOW, marks),
    ]
    return framed(words.MOVE_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def cancel_card(view: SheetView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    asked = view.phase is Phase.CONVENED
    body = [
        text(words.span(view.start, view.planned_end), bold=True),
        text(words.CANCEL_HINT if asked else words.CANCEL_HINT_DRAFT),
        *field(faults, text_input("reason", words.CANCEL_REASON if asked else words.CANCEL_REASON_DRAFT)),
        _keep("conference.cancel", words.CANCEL_NOW, marks, grave=True),
    ]
    return framed(words.CANCEL_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def late_card(view: SheetView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    """For the manager: by how much, and why (S4 1.10)."""
    late = [one for one in view.measures if one.late]
    held = view.moves[0].start if view.moves else view.start
    rows = [
        (words.KIND, label(view.kind)),
        *((words.LIMIT, words.measure(one, moved=bool(view.moves))) for one in late),
        (words.ARRANGED_FOR, at_time(held)),
        *([(words.NOW_ON, at_time(view.start))] if view.moves else []),
        *([(words.DELAY, view.delay or words.NO_REASON)] if late or view.delay else []),
    ]
    ways = [execute("sheet.delay", words.EXPLAIN, marks.see(""))] if late or view.delay else []
    body = [
        text(title(view.reference), quiet=True),
        *([] if late else [text(words.IN_TIME)]),
        facts(rows),
        *buttons([*ways, back(marks)]),
    ]
    return framed(words.LATE_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def delay_card(view: SheetView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    body = [
        *(
            own_words(words.measure(one, moved=bool(view.moves)), lead=f"{words.LIMIT}:")
            for one in view.measures
            if one.late
        ),
        text(words.DELAY_HINT),
        *field(faults, text_input("reason", words.DELAY_REASON, value=view.delay)),
        _keep("delay.explain", words.KEEP, marks),
    ]
    return framed(words.DELAY_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)
