"""Forms about who is here: marking by eye and ear, letting in an unknown account, going on without the whole checklist."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    Marks,
    action_set,
    choice,
    execute,
    field,
    own_words,
    text,
    text_input,
    toggle,
)
from bot.cards.console_next import CONSOLE
from bot.cards.frame import back, close, framed
from bot.domain.particulars import LAY
from bot.domain.views.console import ConsoleView, Here, Presence
from bot.words import chair as console_words
from bot.words import chair_forms as words
from bot.words.labels import label


def _person(people: Iterable[Here], asked: str) -> Element:
    options = [(one.person, f"{console_words.person(one)}: {label(one.presence).lower()}") for one in people]
    return choice("person", asked, options, placeholder=words.CHOOSE_PERSON)


def _items(title: str, items: Iterable[str]) -> list[Element]:
    lines = [text(f"{number}. {item}") for number, item in enumerate(items, 1)]
    return [text(title, bold=True), *close(*lines)] if lines else []


def mark_card(view: ConsoleView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    """Teams may never say who came, and says nothing of telephones (J5, J10). The checklist then goes by voice (J9)."""
    family = view.family_checklist if any(one.role in LAY for one in view.people) else ()
    aloud = toggle("read_aloud", words.READ_ALOUD, words.READ_ALOUD_TITLE)
    body = [
        text(words.MARK),
        *field(faults, _person(view.people, words.PERSON)),
        *field(faults, choice("here", words.HERE, words.HERE_CHOICES, placeholder=words.CHOOSE_HERE)),
        *field(faults, aloud),
        action_set(execute("person.mark", words.MARK_NOW, marks.stamp(CONSOLE), main=True), back(marks)),
        *_items(words.CHECKLIST, view.checklist),
        *_items(words.FAMILY_CHECKLIST, family),
    ]
    return framed(words.MARK_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def strangers_card(view: ConsoleView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    """The chair, who can see and hear them, says who they are (J4). Without an account nobody can be told apart (trap 28)."""
    without = [
        own_words(words.ANONYMOUS, lead=words.unable_to_admit(one.shown_name))
        for one in view.strangers
        if not one.can_be_admitted
    ]
    options = [(one.key, f'"{one.shown_name}": {label(one.standing).lower()}') for one in view.strangers]
    form = [
        *field(faults, choice("stranger", words.STRANGER, options, placeholder=words.CHOOSE_STRANGER)),
        *field(faults, _person(view.people, words.STRANGER_IS)),
        *field(faults, text_input("reason", words.STRANGER_REASON)),
    ]
    settle = [
        execute("stranger.admit", words.ADMIT_NOW, marks.stamp(CONSOLE), main=True),
        execute("stranger.dismiss", words.DISMISS_NOW, marks.stamp(CONSOLE)),
    ]
    body = [
        text(words.STRANGERS if view.strangers else words.NO_STRANGERS),
        *without,
        *(form if view.strangers else []),
        action_set(*(settle if view.strangers else []), back(marks)),
    ]
    return framed(words.STRANGERS_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def override_card(view: ConsoleView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    """J3: somebody who cannot promise everything may take part if the chair says so, and why."""
    unable = [one for one in view.people if one.presence is Presence.CANNOT]
    form = [
        *(own_words(one.reason or console_words.NO_REASON, lead=console_words.cannot(one)) for one in unable),
        text(words.OVERRIDE),
        *field(faults, _person(unable, words.PERSON)),
        *field(faults, text_input("reason", words.OVERRIDE_REASON)),
    ]
    override = execute("checklist.override", words.OVERRIDE_NOW, marks.stamp(CONSOLE), main=True)
    body = [
        *(form if unable else [text(words.NO_OVERRIDE)]),
        action_set(*([override] if unable else []), back(marks)),
    ]
    return framed(words.OVERRIDE_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)
