"""Putting messages in front of people."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.rehearsal.teams.chats import BOT, Chat, Message, Retained, Version
from bot.rehearsal.teams.jsons import Json, copy_of
from bot.rehearsal.teams.persons import Person
from bot.rehearsal.teams.screens import Seen, SeenKind
from bot.rehearsal.teams.wire import Crossing, Direction, Entry
from bot.rehearsal.teams.world import World


@dataclass(slots=True, kw_only=True)
class Threads:
    """`on_shown` hears of each card that a person's client has just shown: it may refresh itself."""

    world: World
    on_shown: Callable[[Person, Seen], None]

    def post(self, chat: Chat, sender: str, activity: Json) -> Message:
        first = Version(number=0, at=self.world.now(), activity=copy_of(activity))
        message = Message(id=self.world.new_id(), chat=chat.id, sender=sender, versions=[first])
        chat.messages[message.id] = message
        self._keep("posted", message)
        for person in chat.members:
            self._show(person, message, SeenKind.MESSAGE)
        return message

    def edit(self, chat: Chat, message: Message, activity: Json) -> None:
        """Everybody's client shows the new version, also in place of a card answered to one of them alone."""
        number = message.latest.number + 1
        message.versions.append(Version(number=number, at=self.world.now(), activity=copy_of(activity)))
        self._keep("edited", message)
        for person in chat.members:
            self._show(person, message, SeenKind.EDIT)

    def remove(self, chat: Chat, message: Message) -> None:
        message.deleted = True
        self._keep("deleted", message)
        for person in chat.members:
            self._show(person, message, SeenKind.REMOVED)

    def admit(self, chat: Chat, person: Person) -> None:
        """Let a person into the chat. We take the worst case: they can read all that stands in it."""
        chat.members.append(person)
        standing = [message for message in chat.messages.values() if not message.deleted]
        for message in standing:
            self._show(person, message, SeenKind.HISTORY)
            if person.has_client:
                self.world.wire.add(
                    Entry(
                        direction=Direction.FROM_BOT if message.sender == BOT else Direction.TO_BOT,
                        kind=Crossing.HISTORY,
                        audience=frozenset({person.id}),
                        conversation=chat.id,
                        message=message.id,
                        body=message.latest.activity,
                    )
                )

    def dismiss(self, chat: Chat, person: Person) -> None:
        chat.members.remove(person)
        self.world.screens.forget(person, chat.id)

    def _keep(self, what: str, message: Message) -> None:
        latest = message.latest
        self.world.retained.append(
            Retained(
                at=self.world.now(),
                what=what,
                chat=message.chat,
                message=message.id,
                version=latest.number,
                sender=message.sender,
                activity=latest.activity,
            )
        )

    def _show(self, person: Person, message: Message, kind: SeenKind) -> None:
        if not person.has_client:
            return
        latest, removed = message.latest, kind is SeenKind.REMOVED
        seen = self.world.screens.show(
            Seen(
                seq=self.world.screens.number(),
                at=self.world.now(),
                person=person.id,
                kind=kind,
                chat=message.chat,
                message=message.id,
                sender=message.sender,
                version=latest.number,
                text="" if removed else latest.text,
                card=None if removed else latest.card,
                notification=latest.notification if kind is SeenKind.MESSAGE and message.sender != person.id else "",
            )
        )
        if seen.card is not None:
            self.on_shown(person, seen)
