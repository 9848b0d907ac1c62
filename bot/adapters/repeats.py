"""Under which keys programs have asked for what: so that a request sent again after a lost answer is known for the same."""

from bot.adapters.cipher import Keyed
from bot.adapters.keyspace import Keyspace
from bot.adapters.server import Server
from bot.usecases.program_keys import Asked

KEPT = 3 * 24 * 3600
"""Seconds. A program that failed on a Friday evening is put right on Monday."""


class ValkeyRepeats:
    """Repeats. `key` hashes what is remembered: nobody who reads the store learns a key, or whether a guess was right."""

    def __init__(self, server: Server, keyspace: Keyspace, key: bytes) -> None:
        self._server = server
        self._keyspace = keyspace
        self._hash = Keyed(key, 24)

    async def asked(self, key: str, content: bytes) -> Asked:
        name, mark = self._hash(f"key {key}").hex(), self._hash(f"content {content.hex()}").hex()
        at = self._keyspace.of(name).asked(name)
        command = ("SET", at, mark, "NX", "GET", "EX", KEPT)
        ((before,),) = [await self._server.reach(lambda: self._server.spread([(at, command)]))]
        if before is None:
            return Asked.NEW
        return Asked.AGAIN if before.decode() == mark else Asked.OTHER
