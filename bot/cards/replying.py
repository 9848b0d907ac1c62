"""The short forms behind an invitation: a colleague, that one cannot come, what one needs; and somebody else's answer (B8, B16)."""

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
    choices,
    execute,
    fact,
    facts,
    field,
    heading,
    own_words,
    text,
    text_input,
)
from bot.cards.frame import close, framed
from bot.domain.ids import PersonId
from bot.domain.particulars import Mode
from bot.domain.preparations import Coming, Need, Reply
from bot.domain.replying import HERE, ONLINE
from bot.domain.typed import LONGEST_ADDRESS, LONGEST_LINE
from bot.domain.views.invitation import InvitationView
from bot.domain.views.reply import Answered, RepliesView, ReplyView
from bot.words import invitation as words
from bot.words import reply as entering
from bot.words.shells import title
from bot.words.times import at_time

Faults = Mapping[str, StrEnum]


def scope(person: PersonId) -> str:
    return f"reply/{person}"


def said(reply: Reply, *, lay: bool) -> Iterator[Element]:
    """What somebody answered beside whether they come, to themselves."""
    yield from _said(reply, (words.YOU_COME, words.YOU_NEED, words.YOUR_NOTE), lay=lay)


def _said(reply: Reply, leads: tuple[str, str, str], *, lay: bool) -> Iterator[Element]:
    comes, needs, wrote = leads
    if reply.in_person is not None and reply.coming is Coming.ATTENDING:
        yield fact(comes, words.HERE if reply.in_person else words.ONLINE)
    needed = [words.need(one, lay=lay) for one in Need if one in reply.needs]
    if needed and reply.coming is Coming.ATTENDING:
        yield fact(needs, "; ".join(needed))
    if reply.note and reply.coming is Coming.ATTENDING:
        yield fact(wrote, reply.note)
    if reply.reason:
        yield fact(words.YOUR_REASON, reply.reason)


def colleague_card(view: InvitationView, marks: Marks, *, faults: Faults = EMPTY, notice: str = "") -> Card:
    give = execute("seat.pass_on", words.COLLEAGUE_NOW, marks.stamp(scope(view.person)), main=True)
    body = [
        text(title(view.reference), quiet=True),
        text(words.COLLEAGUE),
        *_colleague(faults, (words.COLLEAGUE_NAME, words.COLLEAGUE_WHAT, words.COLLEAGUE_ADDRESS), view.seat),
        action_set(give, _back(marks)),
    ]
    return framed(words.COLLEAGUE_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _colleague(faults: Faults, asked: tuple[str, str, str], seat: str) -> list[Element]:
    """What the seat is called stands there already: most often it is the same, or nearly."""
    name, called, address = asked
    return [
        *field(faults, text_input("name", name, longest=LONGEST_LINE, multiline=False)),
        *field(faults, text_input("title", called, value=seat, longest=LONGEST_LINE, multiline=False)),
        *field(faults, text_input("address", address, longest=LONGEST_ADDRESS, multiline=False)),
    ]


def _back(marks: Marks) -> Element:
    return execute("invitation.show", words.BACK, marks.see(""))


def cannot_card(view: InvitationView, marks: Marks, *, faults: Faults = EMPTY, notice: str = "") -> Card:
    said_first = words.CANNOT_FORM_FAMILY if view.lay else words.CANNOT_FORM if view.seat else words.CANNOT_FORM_SHORT
    reason = words.REASON_FAMILY if view.lay else words.REASON
    data = {**marks.stamp(scope(view.person)), "coming": Coming.CANNOT.value}
    body = [
        text(title(view.reference), quiet=True),
        text(said_first),
        *field(faults, text_input("reason", reason)),
        action_set(execute("invitation.reply", words.CANNOT_NOW, data, main=True), _back(marks)),
    ]
    return framed(words.CANNOT_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def needs_card(view: InvitationView, marks: Marks, *, faults: Faults = EMPTY, notice: str = "") -> Card:
    known = view.reply or view.before
    data = {**marks.stamp(scope(view.person)), "coming": Coming.ATTENDING.value, "asked": "needs"}
    body = [
        text(title(view.reference), quiet=True),
        text(words.NEEDS_FORM_FAMILY if view.lay else words.NEEDS_FORM),
        *_needs(faults, known, view.mode, (words.NEEDS_BOX, words.WHERE), lay=view.lay),
        action_set(execute("invitation.reply", words.NEEDS_NOW, data, main=True), _back(marks)),
    ]
    return framed(words.NEEDS_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _needs(faults: Faults, known: Reply | None, mode: Mode, asked: tuple[str, str], *, lay: bool) -> list[Element]:
    needs, where = asked
    options = [(one.value, words.need(one, lay=lay)) for one in Need]
    ticked = [one.value for one in known.needs] if known else []
    note = words.NEEDS_NOTE_FAMILY if lay else words.NEEDS_NOTE
    return [
        *field(faults, choices("needs", needs, options, value=ticked)),
        *field(faults, text_input("note", note, value=known.note if known else "")),
        *(_where(faults, known, where) if mode is Mode.BLENDED else []),
    ]


def _where(faults: Faults, known: Reply | None, said_of: str) -> list[Element]:
    told = "" if known is None or known.in_person is None else HERE if known.in_person else ONLINE
    return field(faults, choice("where", said_of, words.WHERE_CHOICES, value=told, placeholder=words.CHOOSE))


# ------------------------------------------------------------------------------------------------------ somebody else's answer


def reply_card(view: ReplyView, marks: Marks, *, faults: Faults = EMPTY, notice: str = "") -> Card:
    """Nothing is chosen beforehand: what stands is said above, and the form is for what is new. In a professional's words,
    for it is one who writes.
    """
    known = view.reply or view.before
    offered = [(Coming.ATTENDING.value, entering.ATTENDING), (Coming.CANNOT.value, entering.CANNOT)]
    sends: list[Element] = []
    if view.can_send:
        offered.insert(1, (Coming.COLLEAGUE.value, entering.COLLEAGUE))
        asked = _colleague(faults, (entering.NAME, entering.TITLE, entering.ADDRESS), view.agency)
        sends = [box([heading(entering.SEND_TITLE, size="medium"), *asked], separator=True)]
    enter = execute("reply.enter", entering.ENTER, marks.stamp(scope(view.person)), main=True)
    body = [
        text(title(view.reference), quiet=True),
        facts(_whose(view)),
        _so_far(view),
        text(entering.FORM),
        *field(faults, choice("coming", entering.COMING, offered, placeholder=entering.CHOOSE)),
        *field(faults, text_input("reason", entering.REASON)),
        *_needs(faults, known, view.mode, (entering.NEEDS_BOX, entering.WHERE), lay=False),
        *sends,
        action_set(enter),
    ]
    return framed(entering.title(view.name), body, fallback=entering.FALLBACK, faults=faults, notice=notice)


def _whose(view: ReplyView) -> Iterator[tuple[str, str]]:
    yield entering.WHO, f"{view.name}, {view.agency}" if view.agency else view.name
    yield entering.WHEN, at_time(view.start)


def _so_far(view: ReplyView) -> Element:
    if view.reply is None:
        return text(entering.NOTHING_YET, bold=True)
    own = view.reply.by == view.person
    by = entering.OWN if own else f"{entering.BY} {view.entered_by}"
    known = entering.SO_FAR_WORDS[view.reply.coming]
    more = _said(view.reply, (entering.THEY_COME, entering.THEY_NEED, entering.THEIR_NOTE), lay=False)
    return box([fact(entering.SO_FAR, f"{known} ({by}, {at_time(view.reply.at)})"), *more])


def replies_card(view: RepliesView, marks: Marks, *, notice: str = "") -> Card:
    """Sixty people fit: a line each, and one drop-down for whose answer is to be written down."""
    options = [(one.person, f"{one.name}, {one.agency}" if one.agency else one.name) for one in view.people]
    lines = [own_words(_answer(one), lead=f"{one.name}:") for one in view.people]
    body = [
        text(title(view.reference), quiet=True),
        choice("person", entering.LIST_WHOM, options, placeholder=entering.LIST_CHOOSE),
        action_set(execute("reply.show", entering.LIST_OPEN, marks.see(""), main=True)),
        *close(*lines, space="small"),
    ]
    return framed(entering.LIST_TITLE, body, fallback=entering.FALLBACK, notice=notice)


def _answer(one: Answered) -> str:
    if one.reply is None:
        return entering.NOTHING_YET
    needed = [words.need(need, lay=False) for need in Need if need in one.reply.needs]
    coming = entering.SO_FAR_WORDS[one.reply.coming]
    return f"{coming}. {entering.LIST_NEEDS}: {', '.join(needed)}." if needed else f"{coming}."
