"""All that this Teams knows, in one place; no rules and no wire."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.rehearsal.teams.chats import Chat, ChatKind, Retained
from bot.rehearsal.teams.faults import Faults, Route
from bot.rehearsal.teams.jsons import Json
from bot.rehearsal.teams.keys import Keys
from bot.rehearsal.teams.persons import People, Person, guid
from bot.rehearsal.teams.screens import Screens
from bot.rehearsal.teams.throttle import Throttle
from bot.rehearsal.teams.wire import Wire


@dataclass(slots=True, kw_only=True)
class World:
    """`now` gives the rehearsal's time, aware. `card_faults` and `bot_faults` are what the bot did that a real Teams
    would not show or not forgive; a play fails on them.
    """

    now: Callable[[], datetime]
    app_id: str
    secret: str = field(repr=False)
    tenant: str
    bot_name: str
    service_url: str = ""
    chats: dict[str, Chat] = field(default_factory=dict)
    retained: list[Retained] = field(default_factory=list)
    card_faults: list[str] = field(default_factory=list)
    bot_faults: list[str] = field(default_factory=list)
    fetches: Counter[Route] = field(default_factory=Counter)
    faults: Faults = field(default_factory=Faults)
    throttle: Throttle = field(default_factory=Throttle)
    people: People = field(init=False)
    screens: Screens = field(init=False)
    wire: Wire = field(init=False)
    keys: Keys = field(init=False)
    _last_id: int = 0

    def __post_init__(self) -> None:
        self.people = People(self.app_id, self.tenant)
        self.screens = Screens(self.now)
        self.wire = Wire(self.now)
        self.keys = Keys(self.now, self.app_id)

    def new_id(self) -> str:
        """A message id as Teams has them: the time in milliseconds, always rising."""
        self._last_id = max(self._last_id + 1, int(self.now().timestamp() * 1000))
        return str(self._last_id)

    @property
    def bot_account(self) -> Json:
        return {"id": f"28:{self.app_id}", "name": self.bot_name}

    def personal_chat(self, person: Person) -> Chat:
        """The one 1:1 chat of this person with the bot: the same id however often it is asked for."""
        chat_id = "a:1" + guid("chat", self.app_id, person.tenant, person.oid).replace("-", "")
        if chat_id not in self.chats:
            chat = Chat(id=chat_id, kind=ChatKind.PERSONAL, tenant=self.tenant, members=[person])
            self.chats[chat_id] = chat
        return self.chats[chat_id]

    def reaches_bot(self, chat: Chat) -> bool:
        """Whether the app is there, so that the bot hears of the chat and may write in it."""
        if chat.kind is ChatKind.PERSONAL:
            return chat.members[0].installed
        return chat.bot_present
