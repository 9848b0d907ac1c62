"""An agency's report: its own card for the author, the list for those who see to it that reports come (B10, B13, B27)."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    box,
    choice,
    date_input,
    execute,
    fact,
    facts,
    field,
    heading,
    own_words,
    text,
    text_input,
)
from bot.cards.frame import buttons, framed
from bot.domain.reports import ReportState
from bot.domain.verbs.tell_children_seen import ALONE, WITH_OTHERS
from bot.domain.views.reports import ReportsView, ReportView, SeenChild
from bot.words import reports as words
from bot.words.labels import label
from bot.words.shells import title as conference
from bot.words.times import at_time, on_day

_LONGEST_WHO = 300
_OPEN = frozenset({ReportState.DUE, ReportState.LATE, ReportState.MISSING, ReportState.NONE})
_SETTLED = frozenset({ReportState.SENT, ReportState.RECEIVED})


def report_card(view: ReportView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    body = [
        text(_of(view), quiet=True),
        facts(_facts(view)),
        *([text(words.LATE)] if view.late else []),
        *([own_words(view.none, lead=words.NONE)] if view.state is ReportState.NONE else []),
        *([text(words.POLICE if view.police else words.I_KEEP_NONE)] if view.own or view.police else []),
        *buttons(list(_said(view, marks))),
        *([_shared(view, marks, faults)] if not view.police else []),
        *([_none(view, marks, faults)] if view.state not in _SETTLED else []),
        *([_seen(view, marks)] if view.children else []),
        *_ways(view, marks),
    ]
    said = words.TITLE if view.own else words.of(view.title)
    return framed(said, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def reports_card(view: ReportsView, marks: Marks, *, notice: str = "") -> Card:
    """A row a report, with what is to be known of it, and a button."""
    rows = [_row(one, marks) for one in view.lines]
    ways = [
        execute("participation.show", words.TAKING_PART, marks.see("")),
        execute("observer.form", words.OBSERVERS, marks.see("")),
        execute("recording.form", words.RECORDING, marks.see("")),
    ]
    body = [text(_of(view), quiet=True), text(words.ALL if rows else words.NO_REPORTS), *rows, *buttons(ways)]
    return framed(words.ALL_TITLE, body, fallback=words.FALLBACK, notice=notice)


def children_seen_card(
    view: ReportView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = ""
) -> Card:
    """Three fields a child (S4 7.5)."""
    body = [
        text(_of(view), quiet=True),
        text(words.SEEN_INTRO),
        *(_asked(one, faults) for one in view.children),
        action_set(
            execute("report.children_seen", words.KEEP_SEEN, marks.stamp(f"report/{view.seat}"), main=True),
            execute("report.show", words.BACK_TO_REPORT, marks.see(view.seat)),
        ),
    ]
    return framed(words.SEEN_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _of(view: ReportView | ReportsView) -> str:
    return f"{conference(view.reference)}. {label(view.kind)}, {at_time(view.start)}"


def _facts(view: ReportView) -> Iterator[tuple[str, str]]:
    if not view.own:
        yield words.AUTHOR, f"{view.author}, {view.title}"
    yield words.STANDS, label(view.state)
    yield words.DUE_CHAIR, at_time(view.due_chair) if view.due_chair else words.NO_DEADLINE
    if view.sent_at:
        yield words.SENT, at_time(view.sent_at)
    if view.received_at:
        yield words.RECEIVED, at_time(view.received_at)
    if view.due_family:
        yield words.DUE_FAMILY, at_time(view.due_family)


def _said(view: ReportView, marks: Marks) -> Iterator[Element]:
    """What was said by a slip can be taken back, or nobody would ever be asked for it again."""
    stamp = marks.stamp(f"report/{view.seat}")
    back = {**stamp, "back": "true"}
    if view.own and view.state in _OPEN:
        yield execute("report.sent", words.SENT_NOW, stamp, main=True)
    if view.own and view.state is ReportState.SENT:
        yield execute("report.sent", words.NOT_SENT_NOW, back)
    if view.keeps and view.state is ReportState.RECEIVED:
        yield execute("report.received", words.NOT_RECEIVED_NOW, back)
    elif view.keeps:
        yield execute("report.received", words.RECEIVED_NOW, stamp, main=not view.own)


def _shared(view: ReportView, marks: Marks, faults: Mapping[str, StrEnum]) -> Element:
    day = view.shared_on
    known = fact(words.SHARED, on_day(day)) if day else text(words.NOT_SHARED)
    return box(
        [
            known,
            *field(faults, date_input("on", words.ON, value=day.isoformat() if day else "")),
            action_set(execute("report.shared", words.SHARED_NOW, marks.stamp(f"report/{view.seat}"))),
        ],
        separator=True,
    )


def _none(view: ReportView, marks: Marks, faults: Mapping[str, StrEnum]) -> Element:
    return box(
        [
            *field(faults, text_input("reason", words.REASON, value=view.none)),
            action_set(execute("report.not_coming", words.NOT_COMING_NOW, marks.stamp(f"report/{view.seat}"))),
        ],
        separator=True,
    )


def _seen(view: ReportView, marks: Marks) -> Element:
    rows = [{**fact(one.called, _when(one)), "spacing": "small"} for one in view.children]
    button = [action_set(execute("report.seen", words.SEEN_NOW, marks.see("")))] if view.own else []
    return box([heading(words.SEEN, size="medium"), *rows, *button], separator=True)


def _when(one: SeenChild) -> str:
    seen = one.seen
    return words.seen_on(on_day(seen.on), seen.who_else, alone=seen.alone) if seen else words.NOT_SEEN


def _asked(one: SeenChild, faults: Mapping[str, StrEnum]) -> Element:
    seen = one.seen
    how = (ALONE if seen.alone else WITH_OTHERS) if seen else ""
    entries = [
        date_input(f"{one.child}.on", words.on(one.called), value=seen.on.isoformat() if seen else ""),
        choice(f"{one.child}.alone", words.alone(one.called), words.ALONE_CHOICES, value=how, placeholder=words.CHOOSE),
        text_input(
            f"{one.child}.who_else",
            words.who_else(one.called),
            value=seen.who_else if seen else "",
            longest=_LONGEST_WHO,
        ),
    ]
    placed = [part for entry in entries for part in field(faults, entry)]
    return box([heading(one.called, size="medium"), *placed], separator=True)


def _ways(view: ReportView, marks: Marks) -> list[Element]:
    """What else an author may have to say before the meeting; those who keep track go back to all of them."""
    if not view.own:
        return buttons([execute("report.show", words.BACK, marks.see(""))])
    ways = [
        execute("flag.show", words.TELL_CHAIR, marks.see("")),
        execute("exclusion.form", words.LEAVE_OUT, marks.see("")),
    ]
    if view.children:
        ways += [
            execute("participation.show", words.TAKING_PART, marks.see("")),
            execute("recording.form", words.RECORDING, marks.see("")),
            execute("observer.form", words.OBSERVERS, marks.see("")),
        ]
    return buttons(ways)


def _row(one: ReportView, marks: Marks) -> Element:
    due = f", {words.DUE_CHAIR.lower()} {at_time(one.due_chair)}" if one.due_chair and one.state in _OPEN else ""
    said = [f"{label(one.state)}{due}."]
    said += [words.LATE] if one.late else []
    said += [] if one.police else [f"{_shared_line(one)}."]
    if one.children:
        said.append(words.seen_of(sum(child.seen is not None for child in one.children), len(one.children)))
    return box(
        [
            own_words(" ".join(said), lead=f"{one.title} ({one.author}):"),
            action_set(execute("report.show", words.of(one.title), marks.see(one.seat))),
        ],
        separator=True,
    )


def _shared_line(one: ReportView) -> str:
    return f"{words.SHARED} {on_day(one.shared_on)}" if one.shared_on else words.NOT_SHARED
