"""What Teams tells us of itself. Hints: each is recorded if it fits, and nothing waits for it (J5)."""

from dataclasses import dataclass
from datetime import timedelta

from bot.dialogs.press import Seen
from bot.domain.actor import BOT, Actor
from bot.domain.conference import Conference
from bot.domain.errands import chat_meant
from bot.domain.ids import ConferenceId
from bot.domain.join_link import is_shared
from bot.domain.powers import Power, person_of, powers
from bot.domain.verbs.bind_chat import BindChat
from bot.domain.verbs.claim_place import ClaimPlace
from bot.domain.verbs.end_meeting import EndMeeting
from bot.domain.verbs.note_attendance import NoteAttendance
from bot.domain.verbs.note_stranger import NoteStranger
from bot.domain.verbs.propose_chat import ProposeChat
from bot.domain.verbs.reach_person import ReachPerson
from bot.domain.verbs.start_meeting import StartMeeting
from bot.usecases.ports import Clock, Ids
from bot.usecases.press import Press as PressUseCase
from bot.usecases.press import Wish
from bot.usecases.read_view import ReadView

_ORGANISERS = frozenset({Power.CHAIR, Power.MANAGER, Power.ADMINISTRATOR, Power.LEAD_SOCIAL_WORKER})
"""Whose bringing the bot into a chat is reason to ask the chair: one of them made the meeting, and seldom the chair. Others
take part in many meetings, and their chats are none of the chair's business.
"""

NEAR = timedelta(hours=12)
"""How far from its start a conference can still be the one a chat is about. A series has one chat for every meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    press: PressUseCase
    read: ReadView
    clock: Clock
    ids: Ids

    async def __call__(self, seen: Seen) -> None:
        handler = {
            "bot_added": self._bot_added,
            "installed": self._installed,
            "uninstalled": self._uninstalled,
            "meeting_started": self._started,
            "meeting_ended": self._ended,
            "joined": self._joined,
            "left": self._left,
        }.get(seen.what)
        if handler is not None:
            await handler(seen)

    async def reached(self, actor: Actor, conversation: str, service_url: str) -> None:
        """Somebody listed spoke to the bot in private, so that is where it may write to them."""
        command = ReachPerson(mri=actor.mri, conversation=conversation, service_url=service_url)
        for cid in await self.read.of_person(actor):
            await self.claimed(cid, actor)
            await self._do(cid, actor, command)

    async def claimed(self, cid: ConferenceId, actor: Actor) -> None:
        """Somebody invited by address has come: the account they came by is theirs from now on."""
        await self._do(cid, actor, ClaimPlace())

    async def stranger(self, cid: ConferenceId, actor: Actor) -> None:
        """Not while Teams will not say who they are: the chair would be asked about an account that is not theirs."""
        if not actor.vouched:
            return
        await self._do(cid, actor, NoteStranger())

    async def spoke(self, actor: Actor, conversation: str, service_url: str) -> None:
        """Somebody typed in a shared chat. Whoever is on the list of no meeting held there now is shown to its chair."""
        for cid, state in await self.of_chat(conversation, service_url):
            if self._near(state) and person_of(state, actor) is None:
                await self.stranger(cid, actor)

    async def of_chat(self, conversation: str, service_url: str) -> list[tuple[ConferenceId, Conference]]:
        """The conferences whose meeting chat this is. Teams may have said that the bot was added before the conference was
        set up, or not at all: then whatever else it says from the chat that the joining link names tells us as much.
        """
        found = []
        for cid in await self.read.of_chat(conversation):
            state = await self.read.state(cid)
            if state and not state.chat and conversation == chat_meant(state):
                await self._do(cid, BOT, BindChat(chat=conversation, service_url=service_url))
                state = await self.read.state(cid)
            if state and state.chat == conversation:
                found.append((cid, state))
        return found

    async def _bot_added(self, seen: Seen) -> None:
        """The joining link names the chat; without one, the chair of a conference about now is asked."""
        known = await self.read.of_chat(seen.conversation)
        for cid in known:
            state = await self.read.state(cid)
            if state and seen.conversation in (chat_meant(state), state.chat):
                await self._do(cid, BOT, BindChat(chat=seen.conversation, service_url=seen.service_url))
        if not known and is_shared(seen.conversation):
            await self._propose(seen)

    async def _propose(self, seen: Seen) -> None:
        for actor in seen.people:
            for cid in await self.read.of_person(actor):
                state = await self.read.state(cid)
                if state and not state.chat and powers(state, actor) & _ORGANISERS and self._near(state):
                    proposal = ProposeChat(chat=seen.conversation, service_url=seen.service_url)
                    await self._do(cid, BOT, proposal)

    async def _installed(self, seen: Seen) -> None:
        """For a person. An installation in a meeting's chat comes as `bot_added` as well, and names whoever did it."""
        if is_shared(seen.conversation):
            return
        for actor in seen.people:
            await self.reached(actor, seen.conversation, seen.service_url)

    async def _uninstalled(self, seen: Seen) -> None:
        if is_shared(seen.conversation):
            return
        for actor in seen.people:
            await self.reached(actor, "", "")

    async def _started(self, seen: Seen) -> None:
        for cid, _ in await self._meeting_now(seen):
            await self._do(cid, BOT, StartMeeting())

    async def _ended(self, seen: Seen) -> None:
        for cid, _ in await self._meeting_now(seen):
            await self._do(cid, BOT, EndMeeting())

    async def _joined(self, seen: Seen) -> None:
        await self._attendance(seen, here=True)

    async def _left(self, seen: Seen) -> None:
        await self._attendance(seen, here=False)

    async def _attendance(self, seen: Seen, *, here: bool) -> None:
        for cid, state in await self._meeting_now(seen):
            for actor in seen.people:
                who = person_of(state, actor)
                if who is not None:
                    await self._do(cid, BOT, NoteAttendance(person=who, here=here))
                elif here:
                    await self.stranger(cid, actor)

    async def _meeting_now(self, seen: Seen) -> list[tuple[ConferenceId, Conference]]:
        found = await self.of_chat(seen.conversation, seen.service_url)
        return [(cid, state) for cid, state in found if self._near(state)]

    def _near(self, state: Conference) -> bool:
        return abs(state.particulars.start - self.clock.now()) <= NEAR

    async def _do(self, cid: ConferenceId, actor: Actor, command: object) -> None:
        await self.press(Wish(cid=cid, actor=actor, command=command, op=self.ids.op()))
