"""Small cards: a message, no, help, and which conference. Help and choice are posted, so they hold no content."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from bot.cards.components import Card, Element, Marks, action_set, execute, fact, text
from bot.cards.frame import buttons, framed
from bot.domain.powers import ARRANGERS, Power
from bot.domain.refusals import Why
from bot.domain.verbs.ask_recording import ASK_TO_RECORD
from bot.words import plain as words
from bot.words.commands import COMMANDS, MEANINGS, OPENERS, SEVERAL
from bot.words.refusals import Audience, sentence
from bot.words.shells import title as conference
from bot.words.status import OPEN_CHECKLIST, OPEN_STATUS
from bot.words.times import at_time

_NOTHING_TO_OPEN = frozenset({Why.NOT_ON_THE_LIST, Why.NOT_SET_UP})
_ANYBODY = frozenset(Power) - {Power.STRANGER, Power.BOT}
_MAY_TYPE: Mapping[str, frozenset[Power]] = MappingProxyType(
    {
        "console": frozenset({Power.CHAIR}),
        "draft": frozenset({Power.CHAIR}),
        "hand over": frozenset({Power.CHAIR, Power.MANAGER}),
        "correct end": frozenset({Power.CHAIR, Power.MANAGER}),
        "post-it": frozenset({Power.PROFESSIONAL}),
        "practise": frozenset({Power.CHAIR, Power.PROFESSIONAL}),
        "decisions": frozenset({Power.PROFESSIONAL}),
        "summary": frozenset({Power.CHAIR, Power.PROFESSIONAL}),
        "board": ARRANGERS,
        "sheet": ARRANGERS,
        "set up": frozenset({Power.ADMINISTRATOR}),
        "report": ARRANGERS | {Power.PROFESSIONAL},
        "tell the chair": frozenset({Power.PROFESSIONAL}),
        "requests": frozenset({Power.CHAIR}),
        "recording": ASK_TO_RECORD,
        "microsoft": ARRANGERS,
    }
)


def message_card(title: str, said: str) -> Card:
    """A line that needs no answer. It may be posted: the caller puts no content in it."""
    return framed(title, [text(said)], fallback=words.FALLBACK)


def refusal_card(why: Why, audience: Audience, marks: Marks) -> Card:
    """No, why, and the way on. Whoever is on no list is offered nothing (J13)."""
    body: list[Element] = [text(sentence(why, audience))]
    if why not in _NOTHING_TO_OPEN:
        body.append(action_set(*_ways_on(why, marks)))
    return framed(words.REFUSED, body, fallback=words.FALLBACK)


def help_card(powers: frozenset[Power], marks: Marks, *, notice: str = "") -> Card:
    """What can be typed, by role; and the same as buttons for whoever would rather press."""
    mine = [one for one in MEANINGS if powers & _MAY_TYPE.get(one, _ANYBODY)]
    pressed = [execute(COMMANDS[one], OPENERS[COMMANDS[one]], marks.see("")) for one in mine if one != "help"]
    typed = [{**fact(one, MEANINGS[one]), "spacing": "small"} for one in mine]
    body = [text(words.HELP), text(words.HELP_TYPE), *typed, *buttons(pressed)]
    return framed(words.HELP_TITLE, body, fallback=words.FALLBACK, notice=notice)


def choose_card(verb: str, options: Iterable[tuple[str, datetime, Marks]]) -> Card:
    """Which of several: a button for each, by reference and hour, that opens `verb` there with that conference's marks."""
    rows = [
        action_set(execute(verb, f"{conference(reference)}, {at_time(start)}", marks.see("")))
        for reference, start, marks in options
    ]
    return framed(words.CHOOSE_TITLE, [text(SEVERAL), *rows], fallback=words.FALLBACK)


def _ways_on(why: Why, marks: Marks) -> list[Element]:
    ways = [execute("status.show", OPEN_STATUS, marks.see(""))]
    if why is Why.CHECKLIST_FIRST:
        ways.insert(0, execute("checklist.show", OPEN_CHECKLIST, marks.see(""), main=True))
    return ways
