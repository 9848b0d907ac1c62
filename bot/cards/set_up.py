"""The one form with which a conference is begun; everything else follows on its sheet (B1)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from bot.cards.components import (
    EMPTY,
    Card,
    Element,
    action_set,
    choice,
    date_input,
    execute,
    field,
    text,
    text_input,
    time_input,
)
from bot.cards.frame import framed
from bot.domain.particulars import Kind
from bot.domain.typed import LONGEST_ADDRESS, LONGEST_LINE
from bot.words import set_up as words
from bot.words.labels import label

_LONGEST_REFERENCE = 40


def set_up_card(
    boroughs: Sequence[tuple[str, str]],
    data: Mapping[str, Any],
    *,
    usual: str = "",
    faults: Mapping[str, StrEnum] = EMPTY,
    notice: str = "",
) -> Card:
    """`boroughs`: code and name of each, of which `usual` is chosen beforehand. `data` goes into the button."""
    kinds = [(one.value, label(one)) for one in Kind]
    body = [
        text(words.HINT),
        *field(faults, _line("reference", words.REFERENCE, words.REFERENCE_HINT, _LONGEST_REFERENCE)),
        *field(faults, choice("kind", words.KIND, kinds, placeholder=words.CHOOSE_KIND)),
        *field(faults, choice("borough", words.BOROUGH, boroughs, value=usual, placeholder=words.CHOOSE_BOROUGH)),
        *field(faults, date_input("day", words.DAY)),
        *field(faults, time_input("start", words.START)),
        *field(faults, time_input("end", words.END)),
        *field(faults, _line("chair", words.CHAIR, "", LONGEST_LINE)),
        *field(faults, _line("chair_address", words.CHAIR_ADDRESS, "", LONGEST_ADDRESS)),
        *field(faults, _line("follows", words.FOLLOWS, words.FOLLOWS_HINT, _LONGEST_REFERENCE)),
        action_set(execute("set_up.begin", words.BEGIN, data, main=True)),
    ]
    return framed(words.TITLE, body, fallback=words.FALLBACK, faults=faults, notice=notice)


def _line(id_: str, said: str, hint: str, longest: int) -> Element:
    return text_input(id_, said, longest=longest, multiline=False, hint=hint)
