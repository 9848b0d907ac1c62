"""Presses, and cards that refresh themselves: from a person's client to the bot and back to that one client."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.rehearsal.teams.activities import Activities
from bot.rehearsal.teams.answers import Outcome, Reply, read
from bot.rehearsal.teams.background import Background
from bot.rehearsal.teams.delivery import Delivery, Parcel
from bot.rehearsal.teams.jsons import Json, dig
from bot.rehearsal.teams.persons import Person
from bot.rehearsal.teams.screens import Seen, SeenKind
from bot.rehearsal.teams.wire import Crossing, Direction, Entry
from bot.rehearsal.teams.world import World

MOST_REFRESHED = 60
REFRESH_AGAIN_AFTER = timedelta(minutes=1)
"""A card that a person looks at again asks only when it last asked longer ago than this (universal actions)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Execute:
    """One press of an Action.Execute. `action` is what the client sends: type, id, verb, data with the inputs."""

    person: Person
    seen: Seen
    action: Json
    automatic: bool = False


@dataclass(slots=True, kw_only=True)
class Presses:
    """`open_clients` holds the ids of people whose client is open with Action.Execute understood: only they refresh."""

    world: World
    activities: Activities
    delivery: Delivery
    background: Background
    open_clients: set[str] = field(default_factory=set)
    _asked: dict[tuple[str, str], datetime] = field(default_factory=dict)

    async def execute(self, press: Execute) -> Seen:
        """Deliver the press; what the presser's client then shows. An automatic one that fails shows nothing new."""
        person, seen = press.person, press.seen
        chat = self.world.chats[seen.chat]
        self._asked[person.id, seen.message] = self.world.now()
        activity = self.activities.invoke(chat, person, seen.message, press.action, automatic=press.automatic)
        reply = Reply()
        if self.world.reaches_bot(chat):
            own = frozenset({person.id})
            reply = await self.delivery.send(Parcel(activity=activity, audience=own, person=person.id))
        outcome = read(reply)
        self.world.card_faults.extend(f"answer to {press.action.get('verb')!r}: {fault}" for fault in outcome.faults)
        self._log(press, reply, outcome)
        shown = self._seen(press, outcome)
        if outcome.kind is SeenKind.ANSWER or not press.automatic:
            self.world.screens.show(shown)
        return shown

    async def submit(self, person: Person, seen: Seen, value: Json) -> None:
        """Action.Submit: nothing comes back but what the bot then posts or edits."""
        chat = self.world.chats[seen.chat]
        activity = self.activities.submit(chat, person, seen.message, value)
        if self.world.reaches_bot(chat):
            await self.delivery.send(Parcel(activity=activity, audience=frozenset({person.id}), person=person.id))

    def shown(self, person: Person, seen: Seen) -> None:
        """A card was shown or edited: start its refresh, if it is to refresh by itself for this person."""
        if person.id in self.open_clients and seen.card is not None and self._refreshes(person, seen):
            self.background.start(self._refresh(person, seen))

    def looked_at(self, person: Person) -> None:
        """The person opened their client again: what they last asked about a minute ago asks again."""
        for seen in self.world.screens.current(person):
            last = self._asked.get((person.id, seen.message))
            if last is None or self.world.now() - last > REFRESH_AGAIN_AFTER:
                self.shown(person, seen)

    async def _refresh(self, person: Person, seen: Seen) -> None:
        await self.execute(refresh_of(person, seen, automatic=True))

    def _refreshes(self, person: Person, seen: Seen) -> bool:
        """Teams' rule: the people named, sixty at most; everybody, when nobody is named and the chat is no larger;
        nobody by itself, when the list is empty (msteams-docs#7064).
        """
        if dig(seen.card, "refresh", "action") is None:
            return False
        named = dig(seen.card, "refresh", "userIds")
        if isinstance(named, list):
            return self.world.people.mri(person) in named[:MOST_REFRESHED]
        return len(self.world.chats[seen.chat].members) <= MOST_REFRESHED

    def _seen(self, press: Execute, outcome: Outcome) -> Seen:
        return Seen(
            seq=self.world.screens.number(),
            at=self.world.now(),
            person=press.person.id,
            kind=outcome.kind,
            chat=press.seen.chat,
            message=press.seen.message,
            sender=press.seen.sender,
            version=press.seen.version,
            text=outcome.text,
            card=outcome.card,
            code=outcome.code,
        )

    def _log(self, press: Execute, reply: Reply, outcome: Outcome) -> None:
        """An answer that Teams lost, or that an automatic press was given as an error, reaches nobody's eyes."""
        if not reply.status:
            return
        visible = reply.shown and (outcome.kind is SeenKind.ANSWER or not press.automatic)
        self.world.wire.add(
            Entry(
                direction=Direction.FROM_BOT,
                kind=Crossing.INVOKE_ANSWER,
                status=reply.status,
                audience=frozenset({press.person.id}) if visible else frozenset(),
                conversation=press.seen.chat,
                message=press.seen.message,
                body=reply.body,
            )
        )


def refresh_of(person: Person, seen: Seen, *, automatic: bool) -> Execute:
    """The press that a card's `refresh` stands for. Raises TypeError when it has none."""
    action = dig(seen.card, "refresh", "action")
    if not isinstance(action, dict):
        raise TypeError("this card has no refresh")
    sent = {name: action[name] for name in ("type", "id", "verb", "data") if name in action}
    return Execute(person=person, seen=seen, action={"data": {}} | sent, automatic=automatic)
