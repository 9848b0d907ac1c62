"""The parts every card is made of: Adaptive Cards 1.5 as Teams draws them, in plain dicts.

Text goes in as words and is made inert here: no caller escapes anything. What people typed themselves belongs in
`own_words`, which has no Markdown at all. Every input has a label, every button its fallback for older clients.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import msgspec

from bot.cards.safe import plain
from bot.domain.post_it import LONGEST_TEXT
from bot.words import cards as words
from bot.words.refusals import fault
from bot.words.typed import clean

Element = dict[str, Any]
Card = dict[str, Any]
Stamp = Callable[[str], Mapping[str, Any]]
See = Callable[[str], Mapping[str, Any]]

EMPTY: Mapping[str, StrEnum] = MappingProxyType({})
NO_ANSWER = "none"
"""What a choice sends when somebody takes their answer back. A drop-down cannot be emptied again once something was chosen,
so this is one of its choices; it means the same as an empty string."""
MOST_BUTTONS = 6
_MOST_LINES = 20


class Marks(msgspec.Struct, frozen=True):
    """What goes into a button. `stamp`: a scope -> signed data, for one that changes something. `see`: a subject ->
    unsigned data, for one that only shows something.
    """

    stamp: Stamp
    see: See


# ----------------------------------------------------------------------------------------------------------------- words


def text(sentence: str, *, bold: bool = False, quiet: bool = False, colour: str = "") -> Element:
    """A line of our own. Names may be part of it."""
    out: Element = {"type": "TextBlock", "text": plain(sentence), "wrap": True}
    if bold:
        out["weight"] = "bolder"
    if quiet:
        out["isSubtle"] = True
    if colour:
        out["color"] = colour
    return out


@cache
def fixed(sentence: str, *, bold: bool = False) -> Element:
    """A line of ours that is the same on every card. Never changed once it is on one."""
    return text(sentence, bold=bold)


@lru_cache(maxsize=1024)
def heading(sentence: str, *, size: str = "large") -> Element:
    """`size`: "large" for the card's own, "medium" for a part of it. A screen reader can jump from one to the next.

    Never changed once it is on a card.
    """
    return {**text(sentence, bold=True), "size": size, "style": "heading"}


def own_words(typed: str, *, lead: str = "") -> Element:
    """What somebody typed, line by line as they typed it; `lead` is said before it, in bold. Empty: only the lead."""
    lines = [line for line in clean(typed).split("\n") if line.strip()] or [""]
    lines[_MOST_LINES - 1 :] = [" ".join(lines[_MOST_LINES - 1 :])] if len(lines) >= _MOST_LINES else []
    blocks = [_runs(line, lead if number == 0 else "") for number, line in enumerate(lines)]
    return blocks[0] if len(blocks) == 1 else box(blocks)


def fact(title: str, value: str) -> Element:
    """One row: "Chair: Amal Fictional". Not a FactSet, whose two columns leave no room for words on a phone."""
    return own_words(value, lead=f"{title}:")


def facts(rows: Iterable[tuple[str, str]]) -> Element:
    return box([{**fact(title, value), "spacing": "small"} for title, value in rows])


def box(items: Sequence[Element], *, style: str = "", separator: bool = False) -> Element:
    out: Element = {"type": "Container", "items": list(items)}
    if style:
        out["style"] = style
    if separator:
        out |= {"separator": True, "spacing": "large"}
    return out


def _runs(line: str, lead: str) -> Element:
    inlines: list[Element] = []
    if lead:
        inlines.append({"type": "TextRun", "text": f"{clean(lead)} ", "weight": "bolder"})
    if line or not lead:
        inlines.append({"type": "TextRun", "text": line or " "})
    return {"type": "RichTextBlock", "inlines": inlines}


_ours = lru_cache(maxsize=512)(clean)
"""For our own few words. What people typed is not remembered."""


# ---------------------------------------------------------------------------------------------------------------- inputs


def choice(
    id_: str,
    label: str,
    options: Iterable[tuple[str, str]],
    *,
    value: str = "",
    placeholder: str = "",
    clearable: bool = False,
) -> Element:
    """A drop-down. `options`: (value, title) in their fixed order. `clearable` adds "No answer".

    A value that is none of the options is left out, so that a forged or old one cannot upset a client.
    """
    offered = [*options, *([(NO_ANSWER, words.NO_ANSWER)] if clearable else [])]
    out = _input("Input.ChoiceSet", id_, label, value if value in {one for one, _ in offered} else "")
    out["choices"] = [{"title": clean(title), "value": one} for one, title in offered]
    return out | ({"placeholder": clean(placeholder)} if placeholder else {})


def choices(id_: str, label: str, options: Iterable[tuple[str, str]], *, value: Sequence[str] = ()) -> Element:
    """Boxes to tick, any number of them; they come back with commas between. Titles here are Markdown to a client."""
    offered = list(options)
    out = _input("Input.ChoiceSet", id_, label, ",".join(one for one, _ in offered if one in value))
    out["choices"] = [{"title": plain(title), "value": one} for one, title in offered]
    return out | {"isMultiSelect": True, "style": "expanded", "wrap": True}


def toggle(id_: str, label: str, title: str, *, value: str = "") -> Element:
    """A box to tick. `title` stands beside it; `label`, above it, says what it belongs to. Ticked when `value` is "true"."""
    return _input("Input.Toggle", id_, label, "true" if value == "true" else "") | {"title": plain(title), "wrap": True}


def text_input(
    id_: str, label: str, *, value: str = "", longest: int = LONGEST_TEXT, multiline: bool = True, hint: str = ""
) -> Element:
    out = _input("Input.Text", id_, label, clean(value)) | {"maxLength": longest}
    if multiline:
        out["isMultiline"] = True
    if hint:
        out["placeholder"] = clean(hint)
    return out


def date_input(id_: str, label: str, *, value: str = "") -> Element:
    """`value` is YYYY-MM-DD; anything else a client could not show, and is left out."""
    return _input("Input.Date", id_, label, value if _is_date(value) else "")


def time_input(id_: str, label: str, *, value: str = "") -> Element:
    """`value` is HH:MM."""
    return _input("Input.Time", id_, label, clean(value))


def _input(kind: str, id_: str, label: str, value: str) -> Element:
    """Never `isRequired`: half-written work must be possible to save, and the rules check the rest (V4)."""
    out: Element = {"type": kind, "id": id_, "label": clean(label)}
    if value:
        out["value"] = value
    return out


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


# --------------------------------------------------------------------------------------------------------------- buttons


def execute(verb: str, title: str, data: Mapping[str, Any], *, main: bool = False, grave: bool = False) -> Element:
    """A button. `main`: the one most people want. `grave`: cannot be undone; its title says so too, colour never alone.

    A client too old for it sends the same as a message, with the verb in its data.
    """
    said = _ours(title)
    out: Element = {"type": "Action.Execute", "verb": verb, "title": said, "data": dict(data)}
    if main or grave:
        out["style"] = "destructive" if grave else "positive"
    out["fallback"] = {"type": "Action.Submit", "title": said, "data": {**data, "verb": verb}}
    return out


def link(title: str, url: str) -> list[Element]:
    """A button that opens a page; none for what is no address of one."""
    return [{"type": "Action.OpenUrl", "title": _ours(title), "url": url}] if url.startswith("https://") else []


def action_set(*buttons: Element) -> Element:
    """In the body and not the card's own `actions`, so that a client without Action.Execute still shows them."""
    if len(buttons) > MOST_BUTTONS:
        raise ValueError(f"{len(buttons)} buttons in one row, and Teams shows {MOST_BUTTONS}")
    return {"type": "ActionSet", "actions": list(buttons)}


# ------------------------------------------------------------------------------------------------------ faults and notices


def notice(sentence: str) -> list[Element]:
    """One sentence above everything else; nothing for none."""
    return [box([text(sentence, bold=True)], style="emphasis")] if sentence else []


def problems(faults: Mapping[str, StrEnum]) -> list[Element]:
    """How many things are to be put right, at the top. Nothing for none."""
    return [box([text(words.problems(len(faults)), bold=True)], style="attention")] if faults else []


def error_for(faults: Mapping[str, StrEnum], id_: str) -> list[Element]:
    """What is wrong with the input of that id, to be put right above it. Nothing when nothing is."""
    return [text(words.ERROR + fault(faults[id_]), bold=True, colour="attention")] if id_ in faults else []


def field(faults: Mapping[str, StrEnum], entry: Element) -> list[Element]:
    """An input with what is wrong with it directly above."""
    return [*error_for(faults, entry["id"]), entry]


# -------------------------------------------------------------------------------------------------------------- the card


def card(body: Sequence[Element], fallback_text: str, *, refresh: Mapping[str, Any] | None = None) -> Card:
    """A whole card. `fallback_text` is shown and read out where the card cannot be: no name and no content in it."""
    out: Card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "msteams": {"width": "full"},
        "fallbackText": _ours(fallback_text),
        "body": list(body),
    }
    return out | ({"refresh": dict(refresh)} if refresh else {})
