"""Who drives the duties of a process: it does them itself, sends for those who do, or is one of those."""

from datetime import datetime
from typing import Protocol

from bot.adapters.engine import Engine
from bot.adapters.hands import Hands
from bot.adapters.leases import Leases
from bot.adapters.server import Server
from bot.domain.ids import ConferenceId
from bot.usecases.ports import Agenda, Clock


class Driver(Protocol):
    def wake(self, cid: ConferenceId) -> None: ...

    async def begin(self, hands: Hands) -> None: ...

    async def settled(self) -> datetime | None:
        """Wait until nothing is owed at this moment of our clock; when something next is. Raises RuntimeError."""
        ...

    async def stop(self) -> None:
        """Take on nothing more, finish what is under way, give every lease back."""
        ...


def driver(who: str, server: Server, leases: Leases, agenda: Agenda, clock: Clock) -> Driver:
    """`who`: here, workers (they do it, and we send for them) or worker.

    The job engine is loaded only where there are workers: it takes longer to load than the web server.
    """
    if who == "here":
        return Engine(leases, agenda, clock)
    from bot.adapters import jobs, stream  # noqa: PLC0415

    kind = jobs.Worker if who == "worker" else jobs.Sender
    return kind(stream.StreamBroker(server), leases, agenda, clock)
