"""People with a Teams client in front of them, who can do only what a person can do there."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rehearsal.teams import (
    Chat,
    Execute,
    Json,
    Kind,
    LoopbackTeams,
    Message,
    Person,
    Seen,
    refresh_of,
)
from bot.rehearsal.teams.drawing import Button, Drawn
from bot.rehearsal.teams.filling import CannotDoThis, Entry, NotSent, press_data

__all__ = ["CannotDoThis", "Client", "Entry", "NotSent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pressed:
    """What the client last sent, to be sent again."""

    seen: Seen
    action: Json


class Client:
    """One person's Teams. `execute` is False for an old client, which does not know Action.Execute.

    Raises CannotDoThis for what the person could not do: a button they do not see, a choice that is not offered.
    A caller has no client at all.
    """

    def __init__(self, teams: LoopbackTeams, person: Person, *, supports_execute: bool = True) -> None:
        if person.kind is Kind.PHONE:
            raise CannotDoThis(f"{person.name} is on the telephone and sees nothing")
        self.person = person
        self._teams = teams
        self._execute = supports_execute
        self._toggled: dict[int, dict[str, bool]] = {}
        self._last: _Pressed | None = None
        self.open()

    # What the person sees

    def open(self) -> None:
        """Open the client, or look at it again: cards that refresh themselves do so."""
        if self._execute:
            self._teams.presses.open_clients.add(self.person.id)
            self._teams.presses.looked_at(self.person)

    def close(self) -> None:
        """Put the machine away. Messages still come, and nothing refreshes itself."""
        self._teams.presses.open_clients.discard(self.person.id)

    def timeline(self) -> list[Seen]:
        """Everything that this client ever showed, oldest first."""
        return self._teams.screens.of(self.person)

    def cards(self, chat: Chat | None = None) -> list[Seen]:
        """The cards shown now, newest message first; where a press was answered with a card, that one."""
        shown = self._teams.screens.current(self.person)
        return [seen for seen in shown if seen.card is not None and (chat is None or seen.chat == chat.id)]

    def drawn(self, seen: Seen) -> Drawn:
        """This card's words, inputs and buttons. Raises CannotDoThis for a card that they were never shown."""
        if seen.card is None or seen not in self.timeline():
            raise CannotDoThis(f"{self.person.name} was not shown this card")
        return Drawn(seen.card, self._execute, self._toggled.get(seen.seq, {}))

    def buttons(self, seen: Seen) -> list[str]:
        return [button.title for button in self.drawn(seen).buttons if button.pressable]

    def card_with(self, title: str) -> Seen:
        """The newest card shown now that has this button."""
        for seen in self.cards():
            if title in self.buttons(seen):
                return seen
        offered = sorted({name for seen in self.cards() for name in self.buttons(seen)})
        raise CannotDoThis(f"{self.person.name} sees no button {title!r}, only {offered}")

    # What the person does

    async def press(
        self, title: str, fill: Mapping[str, Entry] | None = None, *, on: Seen | None = None, nth: int | None = None
    ) -> Seen:
        """Fill in and press; what they then see. Fields are named by label or id.

        `on` is the card, also an older one that they still have before them; without it, the newest with this button.
        `nth` (from 1) tells several buttons of one title apart. Raises NotSent when the client's own checks fail.
        """
        seen = on or self.card_with(title)
        drawn = self.drawn(seen)
        button = self._button(drawn, title, nth)
        kind = button.action["type"]
        if kind not in ("Action.Execute", "Action.Submit"):
            raise CannotDoThis(f"{title!r} sends nothing: it is an {kind}")
        kept = {name: button.action[name] for name in ("type", "id", "title", "verb") if name in button.action}
        self._last = _Pressed(seen=seen, action=kept | {"data": press_data(drawn, button, fill or {})})
        return await self.press_again()

    async def press_again(self) -> Seen:
        """Send the last press once more, as an impatient person or a client does: another activity, the same data."""
        if self._last is None:
            raise CannotDoThis(f"{self.person.name} has pressed nothing yet")
        seen, action = self._last.seen, self._last.action
        self._still_there(seen)
        if action["type"] == "Action.Execute":
            return await self._teams.presses.execute(Execute(person=self.person, seen=seen, action=action))
        before = len(self.timeline())
        await self._teams.presses.submit(self.person, seen, action["data"])
        return [seen, *self.timeline()[before:]][-1]

    async def refresh(self, seen: Seen) -> Seen:
        """Choose "Refresh card" from the card's menu."""
        if not self._execute or seen.card is None or "refresh" not in seen.card:
            raise CannotDoThis("this card offers no refresh")
        self._still_there(seen)
        return await self._teams.presses.execute(refresh_of(self.person, seen, automatic=False))

    async def type(self, text: str, chat: Chat | None = None, *, mention: bool = True) -> Message:
        """Write to the bot in its 1:1 chat, or in a meeting's chat; unmentioned there, the bot does not hear of it."""
        if chat is None:
            if not self.person.installed:
                raise CannotDoThis(f"{self.person.name} has no chat with the bot")
            return await self._teams.say(self.person, self._teams.world.personal_chat(self.person), text)
        if self.person not in chat.members:
            raise CannotDoThis(f"{self.person.name} is not in this chat")
        return await self._teams.say(self.person, chat, text, mention=mention and chat.meeting is not None)

    def toggle(self, title: str, *, on: Seen | None = None) -> None:
        """Press a button that shows or hides parts of the card; nothing is sent."""
        seen = on or self.card_with(title)
        drawn = self.drawn(seen)
        action = self._button(drawn, title, None).action
        shown = self._toggled.setdefault(seen.seq, {})
        for target in action.get("targetElements") or ():
            name = target if isinstance(target, str) else target["elementId"]
            given = None if isinstance(target, str) else target.get("isVisible")
            shown[name] = not _is_shown(drawn, name) if given is None else given

    def link(self, title: str, *, on: Seen | None = None) -> str:
        """The address behind a button that opens a page."""
        seen = on or self.card_with(title)
        action = self._button(self.drawn(seen), title, None).action
        if action["type"] != "Action.OpenUrl":
            raise CannotDoThis(f"{title!r} opens no page")
        return str(action["url"])

    def _button(self, drawn: Drawn, title: str, nth: int | None) -> Button:
        found = [button for button in drawn.buttons if button.pressable and button.title == title]
        if not found:
            raise CannotDoThis(f"there is no button {title!r} on this card")
        if nth is None and len(found) > 1:
            raise CannotDoThis(f"{len(found)} buttons are called {title!r}: say which")
        if nth is not None and not 1 <= nth <= len(found):
            raise CannotDoThis(f"there are {len(found)} buttons {title!r}")
        return found[(nth or 1) - 1]

    def _still_there(self, seen: Seen) -> None:
        if self.person not in self._teams.chats[seen.chat].members:
            raise CannotDoThis(f"{self.person.name} is no longer in this chat")


def _is_shown(drawn: Drawn, name: str) -> bool:
    """Whether the part with this id is shown now."""
    return next((drawn.is_shown(node) for node in _nodes(drawn.card) if node.get("id") == name), True)


def _nodes(value: object) -> list[Json]:
    """Every object of a card."""
    if isinstance(value, dict):
        return [value, *(node for inner in value.values() for node in _nodes(inner))]
    if isinstance(value, list):
        return [node for inner in value for node in _nodes(inner)]
    return []
