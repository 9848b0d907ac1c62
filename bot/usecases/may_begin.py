"""Who may begin a conference in chat: whoever the settings name, by object id, by address, or by an Entra group (M1)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.actor import Actor, Standing
from bot.usecases.microsoft import Directory
from bot.usecases.ports import Clock, SendError

FRESH = timedelta(minutes=10)
"""How long a group's members are believed: somebody put into it waits no longer, somebody taken out has no longer."""


@dataclass(slots=True)
class _Members:
    oids: frozenset[str] = frozenset()
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MayBegin:
    """`named` are object ids and addresses, in small letters. `group` "": none; `directory` None: Graph is off."""

    clock: Clock
    named: frozenset[str] = frozenset()
    group: str = ""
    directory: Directory | None = None
    _members: _Members = field(default_factory=_Members, repr=False)

    async def __call__(self, actor: Actor) -> bool:
        """Nobody from elsewhere, whatever they call themselves."""
        if actor.standing is not Standing.MEMBER or actor.account is None:
            return False
        oid = actor.account.oid.lower()
        if oid in self.named or (actor.address and actor.address.lower() in self.named):
            return True
        return oid in await self._in_group()

    async def _in_group(self) -> frozenset[str]:
        """While the directory does not answer, whoever was in the group last still is; and nobody new."""
        found, now = self._members, self.clock.now()
        if self.directory is None or not self.group or (found.until and now < found.until):
            return found.oids
        try:
            found.oids = frozenset(one.lower() for one in await self.directory.members(self.group))
        except SendError:
            return found.oids
        found.until = now + FRESH
        return found.oids
