"""The whole seam put together, from plain values: for bootstrap, and for the tests, which wire it no differently."""

from dataclasses import dataclass

from aiohttp import ClientSession

from bot.dialogs.desk import Desk, Presenter
from bot.outgoing.asking import Asking, TokenSource
from bot.teams.authenticate import Authenticate, Clock, Trust
from bot.teams.chats import PrivateChats
from bot.teams.connector import Connector
from bot.teams.front_door import FrontDoor
from bot.teams.inbound import Inbound
from bot.teams.keys import SigningKeys
from bot.teams.messenger import TeamsMessenger
from bot.teams.rates import Rates
from bot.teams.roster import Roster
from bot.teams.service_urls import ServiceUrls
from bot.teams.turns import Turns
from bot.usecases.ports import Meter, Unmetered


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Every outside address, and who we are to it.

    `home` is the council's own directory; `tenants` those whose Teams we answer at all (none: any). `service_url` is
    where the first word to somebody goes, before Teams has named a better place; it must be in `service_urls`.
    """

    app_id: str
    issuer: str
    metadata: str
    service_url: str
    service_urls: tuple[str, ...]
    home: str
    tenants: frozenset[str] = frozenset()


class TeamsRoom:
    """Raises ValueError for addresses that could never work. `session` (outgoing/session.py) is closed by whoever opened it."""

    def __init__(
        self,
        addresses: Addresses,
        session: ClientSession,
        tokens: TokenSource,
        clock: Clock,
        rates: Rates | None = None,
    ) -> None:
        allowed = ServiceUrls(addresses.service_urls)
        if not allowed.allows(addresses.service_url):
            raise ValueError("the first service address is not one of those allowed")
        self.connector = Connector(
            asking=Asking(session=session, tokens=tokens), allowed=allowed, app_id=addresses.app_id
        )
        self.chats = PrivateChats(self.connector, addresses.service_url)
        self.roster = Roster(self.connector)
        self._inbound = Inbound(self.roster, self.chats, addresses.home)
        trust = Trust(
            app_id=addresses.app_id,
            issuer=addresses.issuer,
            service_urls=allowed,
            tenants=frozenset(tenant.lower() for tenant in addresses.tenants),
        )
        self._rates = rates or Rates()
        keys = SigningKeys(session, addresses.metadata)
        self._authenticate = Authenticate(trust=trust, keys=keys, clock=clock, rates=self._rates)

    def front_door(self, desk: Desk, meter: Meter | None = None) -> FrontDoor:
        return FrontDoor(
            authenticate=self._authenticate,
            inbound=self._inbound,
            desk=desk,
            turns=Turns(connector=self.connector, desk=desk, inbound=self._inbound, chats=self.chats),
            rates=self._rates,
            meter=meter or Unmetered(),
        )

    def messenger(self, presenter: Presenter) -> TeamsMessenger:
        return TeamsMessenger(self.connector, self.chats, presenter)
