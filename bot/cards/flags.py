"""The chair is to speak to somebody in private: the form that tells them so, and what the chair sees of it (B12, B29).

There is no field for words on either.
"""

from collections.abc import Mapping
from enum import StrEnum

from bot.cards.components import EMPTY, Card, Element, Marks, action_set, choice, execute, fact, facts, field, text
from bot.cards.frame import close, framed
from bot.domain.preparations import Flag, FlagKind
from bot.domain.views.flags import FlagView, MyFlagsView
from bot.words import requests as words
from bot.words.labels import label
from bot.words.shells import title as conference
from bot.words.times import at_time


def flag_card(view: FlagView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    rows = [(words.WHO, words.whom(view.name, view.agency)), (words.WHY, label(view.kind))]
    rows.append((words.ASKED, at_time(view.at)))
    heard = execute("flag.heard", words.HEARD_NOW, marks.stamp(f"flag/{view.number}"), main=True)
    done = [fact(words.HEARD, at_time(view.heard_at))] if view.heard_at else [text(words.FLAG)]
    body = [
        text(conference(view.reference), quiet=True),
        facts(rows),
        *done,
        action_set(
            *([] if view.heard_at else [heard]),
            execute("ask.show", words.BACK, marks.see("")),
        ),
    ]
    return framed(words.FLAG_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def my_flags_card(view: MyFlagsView, marks: Marks, *, faults: Mapping[str, StrEnum] = EMPTY, notice: str = "") -> Card:
    kinds = [(kind, label(kind)) for kind in FlagKind]
    body = [
        text(conference(view.reference), quiet=True),
        text(words.MY_FLAG),
        *close(*(_raised(one, told=one.number in view.told) for one in view.raised)),
        *field(faults, choice("kind", words.KIND, kinds, placeholder=words.CHOOSE)),
        action_set(
            execute("flag.raise", words.RAISE_NOW, marks.stamp(f"flags/{view.who}"), main=True),
            execute("report.show", words.BACK_TO_REPORT, marks.see("")),
        ),
    ]
    return framed(words.MY_FLAG_TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _raised(one: Flag, *, told: bool) -> Element:
    waits = words.MY_FLAG_WAITS if told else words.MY_FLAG_GOING
    state = words.MY_FLAG_HEARD if one.heard_at else waits
    return fact(f"{label(one.kind)} ({at_time(one.at)})", state)
