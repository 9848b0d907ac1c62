"""The invitation as it opens on a press: what, when, how to join and to prepare, and at its end one's own answer (B6, B8)."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from bot.cards.components import EMPTY, Card, Element, Marks, action_set, box, execute, fact, facts, heading, link, text
from bot.cards.components import own_words as said_by
from bot.cards.frame import buttons, framed, numbered
from bot.cards.replying import said, scope
from bot.cards.status import what_they_are
from bot.domain.particulars import Mode
from bot.domain.preparations import Coming
from bot.domain.views.invitation import InvitationView
from bot.words import invitation as words
from bot.words.shells import title
from bot.words.times import at_time, clock


def invitation_card(
    view: InvitationView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = ""
) -> Card:
    if view.cancelled:
        return _cancelled(view, notice)
    body = [
        text(title(view.reference), quiet=True),
        facts(_facts(view)),
        *_parts(view),
        _answer(view),
        *buttons(list(_answers(view, marks))),
        *_three(view, marks),
        _join(view),
        *_prepare(view, marks),
        *_who(view),
        *_complain(view),
    ]
    name = words.CHAIR_TITLE if view.is_chair else words.TITLE
    return framed(name, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _cancelled(view: InvitationView, notice: str) -> Card:
    why = [fact(words.WHY_CANCELLED, view.why_cancelled)] if view.why_cancelled else []
    body = [
        text(title(view.reference), quiet=True),
        facts([(words.WHAT, words.what(view.kind, lay=view.lay)), (words.WHEN, at_time(view.start))]),
        *why,
        text(words.CANCELLED, bold=True),
        *([text(words.ASK_WORKER)] if view.lay else []),
    ]
    return framed(words.CANCELLED_TITLE, body, fallback=words.FALLBACK, notice=notice)


def _facts(view: InvitationView) -> Iterator[tuple[str, str]]:
    yield words.WHAT, words.what(view.kind, lay=view.lay)
    yield words.WHEN, f"{at_time(view.start)} to {clock(view.end)}"
    if view.reading_from:
        yield words.READING, f"from {clock(view.reading_from)}"
    if not view.is_chair:
        yield words.CHAIR, view.chair
    if view.children:
        yield words.ABOUT, ", ".join(view.children)
    if view.seat:
        yield words.YOUR_SEAT, view.seat


def _parts(view: InvitationView) -> list[Element]:
    if view.lay or not view.parts:
        return []
    lines = [
        {**text(words.part(one.title, clock(one.start), clock(one.end))), "spacing": "small"} for one in view.parts
    ]
    return [box([text(words.PARTS), *lines])]


# --------------------------------------------------------------------------------------------------------------- the answer


def _answer(view: InvitationView) -> Element:
    lines: list[Element] = [heading(words.ANSWER_TITLE, size="medium")]
    if view.reply:
        lines += [text(words.ANSWERS[view.reply.coming], bold=True), *said(view.reply, lay=view.lay)]
        lines += [fact(words.ENTERED_BY, view.entered_by)] if view.entered_by else []
    elif view.open:
        lines.append(text(_asks(view), bold=True))
        lines += [text(words.SAME_NEEDS)] if view.before and view.before.needs else []
    if not view.open:
        lines.append(text(words.TOO_LATE))
    return box(lines, separator=True)


def _asks(view: InvitationView) -> str:
    if view.moved:
        return words.MOVED
    return words.NOT_YET_FAMILY if view.lay else words.NOT_YET


def _answers(view: InvitationView, marks: Marks) -> Iterator[Element]:
    """One press for the answer that most people give; a short form for the others."""
    if not view.open:
        return
    coming = view.reply.coming if view.reply else None
    if coming is not Coming.ATTENDING:
        again = words.COME_AFTER_ALL if coming is Coming.CANNOT else words.COME
        data = {**marks.stamp(scope(view.person)), "coming": Coming.ATTENDING.value}
        yield execute("invitation.reply", again, data, main=coming is None)
    if coming is not Coming.CANNOT:
        yield execute("invitation.needs", words.TELL_NEEDS, marks.see(""), main=coming is Coming.ATTENDING)
        if view.can_send:
            yield execute("invitation.colleague", words.SEND, marks.see(""))
        yield execute("invitation.cannot", words.CANNOT_FAMILY if view.lay else words.CANNOT, marks.see(""))


def _three(view: InvitationView, marks: Marks) -> list[Element]:
    """Three things asked of whoever cannot come: to say so, to report all the same, to send somebody (S1, S2, S4 3.4)."""
    if view.reply is None or view.reply.coming is not Coming.CANNOT or not view.seat:
        return []
    lines = [words.THREE_TOLD]
    offered: list[Element] = []
    if view.report:
        lines.append(words.THREE_REPORT_DONE if view.report.settled else words.THREE_REPORT)
        offered += [] if view.report.settled else [execute("report.show", words.OPEN_REPORT, marks.see(""), main=True)]
    if view.can_send:
        offered.append(execute("invitation.colleague", words.SEND, marks.see("")))
    lines.append(words.THREE_COLLEAGUE if view.can_send else words.NO_COLLEAGUE_LEAD)
    body = [text(words.THREE_TITLE, bold=True), *numbered(lines), *buttons(offered)]
    return [box(body, style="emphasis")] if view.open else []


# --------------------------------------------------------------------------------------------------------- joining, preparing


def _join(view: InvitationView) -> Element:
    lines: list[Element] = [heading(words.JOIN_TITLE, size="medium"), *_room(view)]
    if view.join_link:
        lines.append(text(words.JOIN))
        opens = link(words.OPEN_MEETING, view.join_link)
        lines += [action_set(*opens)] if opens else []
    else:
        lines.append(text(words.NO_LINK))
    return box([*lines, text(words.QUIET)], separator=True)


def _room(view: InvitationView) -> list[Element]:
    if view.mode is not Mode.BLENDED:
        return []
    if view.asked_in_person:
        return [fact(words.IN_PERSON, view.place)] if view.place else [text(words.IN_PERSON_NO_PLACE)]
    where = [fact(words.ROOM, view.place)] if view.place and view.lay else []
    return [text(words.BLENDED_FAMILY if view.lay else words.BLENDED), *where]


def _prepare(view: InvitationView, marks: Marks) -> list[Element]:
    body: list[Element] = [heading(words.PREPARE_TITLE, size="medium"), *numbered(_preparing(view))]
    if view.tells:
        body.append(fact(words.TELLS, view.tells))
    if view.seat and not view.lay:
        body.append(action_set(execute("practice.show", words.PRACTISE, marks.see(""))))
    out = [box(body, separator=True)]
    if view.reading_from:
        read = text(words.read(clock(view.reading_from)))
        out.append(box([heading(words.READING_TITLE, size="medium"), read], separator=True))
    return [*out, *_report(view, marks), *_days(view, marks)]


def _preparing(view: InvitationView) -> tuple[str, ...]:
    return words.prepare(view.kind, lay=view.lay, chairs=view.is_chair, reads=view.reads)


def _report(view: InvitationView, marks: Marks) -> list[Element]:
    if view.report is None:
        return []
    rows = [(words.REPORT_DUE, view.report.to_chair), (words.REPORT_SHARED, view.report.to_family)]
    opens = execute("report.show", words.OPEN_REPORT, marks.see(""))
    body = [
        heading(words.REPORT_TITLE, size="medium"),
        facts([(name, at_time(due)) for name, due in rows if due]),
        text(words.REPORT_IN if view.report.settled else words.REPORT_ALWAYS),
        action_set(opens),
    ]
    return [box(body, separator=True)]


def _days(view: InvitationView, marks: Marks) -> list[Element]:
    if not (view.days or view.is_chair):
        return []
    return [action_set(execute("days.show", words.DAYS, marks.see("")))]


def _who(view: InvitationView) -> list[Element]:
    if not view.who:
        return []
    rows = [{**said_by(what_they_are(one), lead=f"{one.name}:"), "spacing": "small"} for one in view.who]
    return [box([heading(words.WHO, size="medium"), *rows], separator=True)]


def _complain(view: InvitationView) -> list[Element]:
    if not view.lay:
        return []
    return [box([heading(words.COMPLAIN_TITLE, size="medium"), text(view.complaints)], separator=True)]
