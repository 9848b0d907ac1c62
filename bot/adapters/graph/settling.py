"""Setting a meeting's options and looking whether they are set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.adapters.graph import options
from bot.adapters.graph.directory import GraphDirectory
from bot.adapters.graph.obstacles import RefusedError, failed
from bot.adapters.graph.online import OnlineMeetings
from bot.domain.actor import Account
from bot.domain.microsoft import Obstacle, Option

_ONE_OPTION = frozenset({Obstacle.REFUSED, Obstacle.NOT_CONSENTED})
"""Refused where one option is not the council's to have (some need a further licence), whatever Graph calls it."""


@dataclass(frozen=True, slots=True)
class Settling:
    online: OnlineMeetings
    directory: GraphDirectory

    async def settle(self, organiser: str, meeting: str, hosts: Sequence[Account]) -> tuple[Option, ...]:
        """Everything at once; where that is refused, one after another, so that one option keeps no other from being set.

        The hosts come last and by themselves: they need the directory as well.
        """
        before = await self.online.get(organiser, meeting)
        wanted = options.differing(before)
        if wanted and not await self._set(organiser, meeting, options.together(wanted)):
            for body in wanted:
                await self._set(organiser, meeting, body)
        await self._appoint(organiser, meeting, before, hosts)
        return await self.check(organiser, meeting, hosts)

    async def check(self, organiser: str, meeting: str, hosts: Sequence[Account]) -> tuple[Option, ...]:
        """In the order of `Option`. A meeting that nobody but an absent mailbox could run has no hosts."""
        found = await self.online.get(organiser, meeting)
        wrong = set(options.unlike(found))
        ours = self._ours(hosts)
        if len(ours) < len(hosts) or not hosts or not _are_hosts(found, organiser, ours):
            wrong.add(Option.HOSTS)
        return tuple(option for option in Option if option in wrong)

    async def _appoint(self, organiser: str, meeting: str, before: object, hosts: Sequence[Account]) -> None:
        ours = self._ours(hosts)
        if _are_hosts(before, organiser, ours):
            return
        named = {oid: await self._name(oid) for oid in ours if oid != organiser}
        found = {oid: name for oid, name in named.items() if name}
        if found:
            await self._set(organiser, meeting, options.with_hosts(before, found))

    async def _name(self, oid: str) -> str:
        """ "" for somebody who is not in the directory any more: the others are appointed all the same."""
        try:
            return await self.directory.sign_in_name(oid)
        except RefusedError as error:
            if error.obstacle is not Obstacle.NO_SUCH_PERSON:
                raise
            return ""

    async def _set(self, organiser: str, meeting: str, body: Mapping[str, Any]) -> bool:
        """False when Graph does not let it be set. What stands in the way of everything is raised."""
        try:
            await self.online.patch(organiser, meeting, body)
        except RefusedError as error:
            if error.obstacle not in _ONE_OPTION:
                raise
            return False
        return True

    def _ours(self, hosts: Sequence[Account]) -> tuple[str, ...]:
        """Nobody of another directory can be a co-organiser."""
        return tuple(dict.fromkeys(one.oid.lower() for one in hosts if one.tenant == self.directory.home))


def _are_hosts(meeting: object, organiser: str, hosts: Sequence[str]) -> bool:
    try:
        return options.hosts_are(meeting, frozenset(hosts) - {organiser})
    except msgspec.ValidationError as error:
        raise failed(Obstacle.ODD_ANSWER) from error
