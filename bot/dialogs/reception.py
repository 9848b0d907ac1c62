"""Where everything that comes in is brought: it finds out who is there, and hands them to whoever answers."""

from dataclasses import dataclass

from bot.cards.plain import message_card
from bot.dialogs.answering import Answering, conference_of
from bot.dialogs.arrivals import Arrivals
from bot.dialogs.commands import Commands
from bot.dialogs.flow import CHANGES
from bot.dialogs.office import OFFICE, Office
from bot.dialogs.press import Answer, CardAnswer, Press, Said, Seen, TextAnswer
from bot.domain.ids import ConferenceId
from bot.domain.join_link import is_shared
from bot.usecases.ports import StoreDownError, StoreRefusesError
from bot.usecases.read_view import Looking, ReadView
from bot.words.answers import ASK_IN_PRIVATE, NOT_RECORDED, STORE_AWAY
from bot.words.chat import NOT_KNOWN, NOT_VOUCHED
from bot.words.invitation import PASSED_ON, PASSED_ON_TITLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    read: ReadView
    answering: Answering
    arrivals: Arrivals
    commands: Commands
    office: Office

    async def press(self, press: Press) -> Answer:
        """While the store is away people are told what that means for what they pressed, and to press again.

        A reminder comes for one conference and opens the list of all: what is the office's is so wherever it was pressed.
        """
        cid = conference_of(press)
        if cid is None and press.verb not in OFFICE:
            return TextAnswer(NOT_KNOWN)
        try:
            if cid is None or press.verb in OFFICE:
                return await self.office(press)
            kept = await self.read.kept(cid, press.actor) if press.verb in CHANGES else None
            if kept is not None and _nothing_new(kept, press):
                return await self.answering(kept, press)
            return await self._looked(cid, press)
        except StoreRefusesError:
            return TextAnswer(NOT_RECORDED)
        except StoreDownError:
            return TextAnswer(STORE_AWAY)

    async def _looked(self, cid: ConferenceId, press: Press) -> Answer:
        """Somebody unlisted is told one thing, whatever they pressed and whether or not there is such a conference."""
        look = await self.read.looking(cid, press.actor)
        if is_shared(press.conversation) and (look is None or not look.state.chat):
            await self.arrivals.of_chat(press.conversation, press.service_url)
            look = await self.read.looking(cid, press.actor)
        if look is None and await self.read.left(cid, press.actor):
            return CardAnswer(message_card(PASSED_ON_TITLE, PASSED_ON))
        if look is None and not press.actor.vouched:
            return TextAnswer(NOT_VOUCHED)
        if look is None:
            await self.arrivals.stranger(cid, press.actor)
            return TextAnswer(NOT_KNOWN)
        if is_shared(press.conversation) and press.conversation != look.state.chat:
            return TextAnswer(ASK_IN_PRIVATE)  # forwarded: our cards lie in this conference's chat and in private ones
        if press.actor.key not in look.state.bound:
            await self.arrivals.claimed(cid, press.actor)
        if not is_shared(press.conversation) and look.who not in look.state.reached:
            await self.arrivals.reached(press.actor, press.conversation, press.service_url)
        return await self.answering(look, press)

    async def said(self, said: Said) -> Answer | None:
        if said.private:
            await self.arrivals.reached(said.actor, said.conversation, said.service_url)
        else:
            await self.arrivals.spoke(said.actor, said.conversation, said.service_url)
        return await self.commands(said)

    async def seen(self, seen: Seen) -> None:
        await self.arrivals(seen)


def _nothing_new(look: Looking, press: Press) -> bool:
    """Whether this press tells us nothing of who and where the presser is: then it is decided without asking the store first."""
    if press.actor.key not in look.state.bound:
        return False
    return press.conversation == look.state.chat if is_shared(press.conversation) else look.who in look.state.reached
