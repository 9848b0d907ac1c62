"""What a person can enter into a card, and what their client then sends."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from bot.rehearsal.teams.drawing import Button, Drawn, Input
from bot.rehearsal.teams.jsons import Json, copy_of, text_at

Entry = str | int | float | bool | Sequence[str]
"""What a person enters: words, a number, a date as 2030-01-31, on or off, one choice or several."""

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class CannotDoThis(Exception):  # noqa: N818  it is not an error of ours: it is what a person says
    """A person could not do this with the card that they see."""


class NotSent(CannotDoThis):
    """The client refused to send: `errors` are the sentences it shows, by the label of the field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{label}: {said}" for label, said in errors.items()))
        self.errors = errors


def press_data(drawn: Drawn, button: Button, fill: Mapping[str, Entry]) -> Json:
    """The data of a press: the button's own, with every field that has something in it, as text. Raises CannotDoThis
    for a field or a choice that is not there, NotSent where the client's own checks fail.
    """
    inputs = drawn.sent_with(button)
    values = {field.id: _before(field.node) for field in inputs}
    for name, entry in fill.items():
        field = _called(name, inputs)
        values[field.id] = _ENTERED[field.kind](field.node, entry)
    if errors := {text_at(f.node, "label") or f.id: said for f in inputs if (said := _wrong(f, values[f.id]))}:
        raise NotSent(errors)
    own = button.action.get("data")
    return copy_of(own if isinstance(own, dict) else {}) | {name: value for name, value in values.items() if value}


def _called(name: str, inputs: list[Input]) -> Input:
    found = [field for field in inputs if field.visible and name in field.names]
    if not found:
        seen = sorted(text_at(field.node, "label") for field in inputs if field.visible)
        raise CannotDoThis(f"there is no field {name!r} to fill in, only {seen}")
    if len(found) > 1:
        raise CannotDoThis(f"{len(found)} fields are called {name!r}: say which by its id")
    return found[0]


def _before(node: Json) -> str:
    """What stands in a field that nobody has touched. A toggle always says something."""
    if text_at(node, "type") == "Input.Toggle":
        return text_at(node, "value") or text_at(node, "valueOff") or "false"
    value = node.get("value", "")
    return value if isinstance(value, str) else str(value)


def _text(node: Json, entry: Entry) -> str:
    words, most = str(entry), node.get("maxLength")
    if isinstance(most, int) and len(words) > most:
        raise CannotDoThis(f"{len(words)} characters do not fit, only {most}")
    if "\n" in words and not node.get("isMultiline"):
        raise CannotDoThis("there is one line only")
    return words


def _number(_: Json, entry: Entry) -> str:
    try:
        float(str(entry))
    except ValueError:
        raise CannotDoThis(f"{entry!r} is not a number") from None
    return str(entry)


def _date(_: Json, entry: Entry) -> str:
    try:
        return date.fromisoformat(str(entry)).isoformat()
    except ValueError:
        raise CannotDoThis(f"{entry!r} is not a date such as 2030-01-31") from None


def _time(_: Json, entry: Entry) -> str:
    if not _CLOCK.fullmatch(str(entry)):
        raise CannotDoThis(f"{entry!r} is not a time such as 09:30")
    return str(entry)


def _toggle(node: Json, entry: Entry) -> str:
    if not isinstance(entry, bool):
        raise CannotDoThis(f"a tick is on or off, not {entry!r}")
    return (text_at(node, "valueOn") or "true") if entry else (text_at(node, "valueOff") or "false")


def _choice(node: Json, entry: Entry) -> str:
    wanted = [entry] if isinstance(entry, str | int | float) else list(entry)
    if len(wanted) != 1 and not node.get("isMultiSelect"):
        raise CannotDoThis(f"one choice is to be made, not {len(wanted)}")
    return ",".join(_value_of(node, str(choice)) for choice in wanted)


def _value_of(node: Json, wanted: str) -> str:
    choices = node.get("choices") or ()
    for choice in choices:
        if wanted in (text_at(choice, "title"), text_at(choice, "value")):
            return text_at(choice, "value")
    raise CannotDoThis(f"{wanted!r} is not among {[text_at(choice, 'title') for choice in choices]}")


_ENTERED: Mapping[str, Callable[[Json, Entry], str]] = MappingProxyType(
    {
        "Input.Text": _text,
        "Input.Number": _number,
        "Input.Date": _date,
        "Input.Time": _time,
        "Input.Toggle": _toggle,
        "Input.ChoiceSet": _choice,
    }
)


def _wrong(field: Input, value: str) -> str:
    """What the client says of this field, "" when it is content."""
    fits = all(_checks(field, value))
    return "" if fits else text_at(field.node, "errorMessage") or "This field is not filled in as it should be."


def _checks(field: Input, value: str) -> Iterator[bool]:
    node = field.node
    if node.get("isRequired"):
        yield value == (text_at(node, "valueOn") or "true") if field.kind == "Input.Toggle" else bool(value.strip())
    if not value:
        return
    if pattern := text_at(node, "regex"):
        yield re.search(pattern, value) is not None
    if field.kind == "Input.Number":
        yield node.get("min", float("-inf")) <= float(value) <= node.get("max", float("inf"))
    elif field.kind in ("Input.Date", "Input.Time"):
        yield text_at(node, "min") <= value <= (text_at(node, "max") or value)
