"""What posted and edited messages hold: where things stand and one button, so that Teams' own store never holds a case.

A press, or an automatic refresh in a private chat, is answered in the presser's own client with the card itself.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.cards.components import Card, Element, Marks, action_set, card, execute, heading, own_words, text
from bot.domain.duties import DutyKind
from bot.words import shells as words
from bot.words.commands import OPENERS
from bot.words.shell_words import ShellWords

_VERBS: Mapping[DutyKind, str] = MappingProxyType(
    {
        DutyKind.INTRODUCTION: "next.show",
        DutyKind.DOOR: "next.show",
        DutyKind.CHECKLIST: "checklist.show",
        DutyKind.CONSOLE: "console.show",
        DutyKind.POST_IT: "post_it.show",
        DutyKind.NUDGE: "post_it.show",
        DutyKind.TALLY: "tally.show",
        DutyKind.DECISIONS: "decisions.show",
        DutyKind.SUMMARY_DRAFT: "summary.draft",
        DutyKind.SUMMARY: "summary.show",
        DutyKind.SUMMARY_NOTICE: "next.show",
        DutyKind.COPY: "copy.show",
        DutyKind.CHASE: "next.show",
        DutyKind.LATE: "next.show",
        DutyKind.INVITATION: "invitation.show",
        DutyKind.CANCELLED: "invitation.show",
        DutyKind.BY_HAND: "by_hand.show",
        DutyKind.REMINDER: "todo.show",
        DutyKind.FLAG: "flag.show",
        DutyKind.ASK: "ask.show",
        DutyKind.LETTER: "letter.show",
        DutyKind.ERRAND: "errand.show",
        DutyKind.DELAY: "sheet.late",
    }
)
_ABOUT_SUBJECT = frozenset(
    {DutyKind.TALLY, DutyKind.COPY, DutyKind.BY_HAND, DutyKind.FLAG, DutyKind.ASK, DutyKind.LETTER}
)
_REFRESHED = frozenset({DutyKind.CHECKLIST, DutyKind.POST_IT, DutyKind.CONSOLE})


def shell(
    kind: DutyKind,
    face: str,
    reference: str,
    marks: Marks,
    *,
    mri: str = "",
    subject: str = "",
) -> Card:
    """The message of one duty at one face (bot/domain/duties). `subject` as in the duty. `mri`: the one person whose client
    may ask for the card by itself, in a private chat; "" in a chat of several. KeyError for a face that no duty has.
    """
    said = words.shell_words(kind, face, subject)
    body = [heading(words.title(reference), size="medium"), text(said.line), *(text(one) for one in said.more)]
    body += [own_words(line, lead=lead) for lead, line in said.points]
    buttons = _buttons(kind, said, marks, subject)
    if buttons:
        body.append(action_set(*buttons))
    refresh = _refresh(kind, marks, mri) if mri and said.button and kind in _REFRESHED else None
    return card(body, words.fallback(kind, face, reference, subject), refresh=refresh)


def opener(verb: str, reference: str, marks: Marks) -> Card:
    """The answer to a typed command: as empty as a shell, since it is posted too, with the one button that opens it."""
    title = words.title(reference)
    return card(
        [heading(title, size="medium"), action_set(execute(verb, OPENERS[verb], marks.see(""), main=True))],
        f"{title}. {words.NEWER}",
    )


def office_opener(verb: str, data: Mapping[str, Any]) -> Card:
    """The same for what belongs to no one conference."""
    said = OPENERS[verb]
    return card([action_set(execute(verb, said, data, main=True))], f"{said}. {words.NEWER}")


def _buttons(kind: DutyKind, said: ShellWords, marks: Marks, subject: str) -> list[Element]:
    if kind is DutyKind.CONFIRM_CHAT:
        return [
            execute("chat.confirm", words.CONFIRM_CHAT, marks.see(subject), main=True),
            execute("chat.refuse", words.REFUSE_CHAT, marks.see(subject)),
        ]
    about = subject if kind in _ABOUT_SUBJECT else ""
    return [execute(_VERBS[kind], said.button, marks.see(about), main=True)] if said.button else []


def _refresh(kind: DutyKind, marks: Marks, mri: str) -> Element:
    action = {"type": "Action.Execute", "verb": _VERBS[kind], "title": words.REFRESH, "data": dict(marks.see(""))}
    return {"action": action, "userIds": [mri]}
