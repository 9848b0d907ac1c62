"""What a person's hands do: find a button on a card they were shown, fill it in, press it."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.rehearsal.people import CannotDoThis, Client, Entry
from bot.rehearsal.teams import Seen


def buttons(client: Client, verb: str, about: str = "") -> Iterator[tuple[Seen, str, int]]:
    """Every button of that verb now before them, newest card first: (card, title, which of that title)."""
    for seen in client.cards():
        counted: dict[str, int] = {}
        for button in client.drawn(seen).buttons:
            if not button.pressable:
                continue
            counted[button.title] = counted.get(button.title, 0) + 1
            if _verb(button.action) == verb and _is_about(button.action, about):
                yield seen, button.title, counted[button.title]


def sees(client: Client, verb: str, about: str = "") -> bool:
    return next(buttons(client, verb, about), None) is not None


async def press(client: Client, verb: str, fill: Mapping[str, Entry] | None = None, *, about: str = "") -> Seen:
    """Press the newest button of that verb. Raises CannotDoThis when there is none before them."""
    found = next(buttons(client, verb, about), None)
    if found is None:
        raise CannotDoThis(f"{client.person.name} has no button for {verb} {about}".rstrip())
    seen, title, which = found
    return await client.press(title, fill or {}, on=seen, nth=which)


def fields(client: Client, seen: Seen) -> dict[str, dict[str, Any]]:
    """The inputs on a card, by id."""
    return {field.id: field.node for field in client.drawn(seen).inputs if field.visible}


def words(client: Client, seen: Seen) -> str:
    return " ".join(client.drawn(seen).words)


def _verb(action: Mapping[str, Any]) -> str:
    return str(action.get("verb") or _data(action).get("verb", ""))


def _is_about(action: Mapping[str, Any], about: str) -> bool:
    data = _data(action)
    return not about or about in (data.get("of"), str(data.get("s", "")).partition("/")[2])


def _data(action: Mapping[str, Any]) -> Mapping[str, Any]:
    data = action.get("data")
    return data if isinstance(data, dict) else {}
