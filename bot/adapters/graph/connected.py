"""Graph, put together: a pool and tokens of its own, since neither is to be shown to anybody else."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientTimeout

from bot.adapters.credentials import Credentials
from bot.adapters.graph.apps import GraphApps
from bot.adapters.graph.client import SCOPE, Graph
from bot.adapters.graph.directory import GraphDirectory
from bot.adapters.graph.events import Calendar
from bot.adapters.graph.meetings import GraphMeetings
from bot.adapters.graph.online import OnlineMeetings
from bot.adapters.graph.organiser import Organiser
from bot.adapters.graph.settling import Settling
from bot.adapters.tokens import Tokens
from bot.outgoing.asking import Asking
from bot.outgoing.session import open_session
from bot.usecases.microsoft import Microsoft365

__all__ = ["SCOPE", "Office", "connected"]

PATIENCE = ClientTimeout(total=30, connect=5)
"""Seconds. Nobody waits before a screen; and what Graph has done after we hung up has to be found again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Everything of the council's that the settings name. `home` is its directory; `credentials` ask for Graph's scope."""

    base: str
    credentials: Credentials
    home: str
    catalogue_id: str = ""
    organiser: str = ""
    alone: bool = False
    tls: ssl.SSLContext | None = None
    patience: ClientTimeout = PATIENCE


@asynccontextmanager
async def connected(office: Office) -> AsyncIterator[Microsoft365]:
    """Asks nothing until it is asked."""
    tokens = Tokens(office.credentials)
    try:
        async with open_session((office.base,), office.tls, office.patience) as session:
            graph = Graph(Asking(session=session, tokens=tokens), office.base)
            yield _parts(graph, office)
    finally:
        tokens.close()


def _parts(graph: Graph, office: Office) -> Microsoft365:
    directory, online = GraphDirectory(graph, office.home), OnlineMeetings(graph)
    meetings = GraphMeetings(
        calendar=Calendar(graph),
        online=online,
        settling=Settling(online, directory),
        organiser=Organiser(office.organiser, directory),
        alone=office.alone,
    )
    return Microsoft365(directory=directory, meetings=meetings, apps=GraphApps(graph, office.home, office.catalogue_id))
