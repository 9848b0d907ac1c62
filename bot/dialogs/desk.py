"""What the dialogs offer to the rooms above: an answer to whatever somebody does, and a card for whatever they are owed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.dialogs.press import Answer, Press, Said, Seen
from bot.domain.notice import Notice


class Desk(Protocol):
    """Where everything that comes in is brought. Whoever brings it has made sure that it came from Teams."""

    async def press(self, press: Press) -> Answer:
        """What the presser sees in place of the card, in their own client only. Raises only on a bug."""
        ...

    async def said(self, said: Said) -> Answer | None:
        """What to say back, always privately. It is posted, so Teams keeps it: no case content. None: nothing."""
        ...

    async def seen(self, seen: Seen) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """A card that may be posted, since it holds nothing. `summary` is shown on locked phones and names no child."""

    card: Mapping[str, Any]
    summary: str


class Presenter(Protocol):
    """Draws what somebody is owed. Both look at the conference as it is now, so they may have to read its log."""

    async def present(self, notice: Notice) -> Shell: ...

    async def present_fill(self, notice: Notice) -> Mapping[str, Any]:
        """The card that a posted message is edited to."""
        ...
