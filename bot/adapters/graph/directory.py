"""Who is who at the council. Of anybody only id, mail address and sign-in name are asked for: User.ReadBasic.All."""

from dataclasses import dataclass

import msgspec

from bot.adapters.graph import odata
from bot.adapters.graph.client import Call, Graph, read
from bot.adapters.graph.obstacles import Area, failed
from bot.domain.actor import Account
from bot.domain.microsoft import Obstacle
from bot.usecases.microsoft import Found

_MOST_MEMBERS = 20_000
_PERSON = {"$select": "id,mail,userPrincipalName"}
_A_FEW = "5"


class _Person(msgspec.Struct, rename="camel"):
    id: str
    mail: str | None = None
    user_principal_name: str | None = None

    def bears(self, address: str) -> bool:
        names = (self.mail or "", self.user_principal_name or "")
        return address.casefold() in {name.casefold() for name in names}

    @property
    def is_guest(self) -> bool:
        """By the sign-in name that Entra gives to whoever is invited; `userType` would need a greater permission."""
        return "#ext#" in (self.user_principal_name or "").casefold()


class _People(msgspec.Struct):
    value: list[_Person]


class _Member(msgspec.Struct):
    id: str


@dataclass(frozen=True, slots=True)
class GraphDirectory:
    graph: Graph
    home: str

    async def find(self, address: str) -> Found | None:
        """Graph's answer is held against the question: whoever is found is sent what only one person may read."""
        wanted = odata.address(address)
        quoted = odata.literal(wanted)
        query = _PERSON | {"$filter": f"mail eq {quoted} or userPrincipalName eq {quoted}", "$top": _A_FEW}
        answer = await self.graph.read(Call(area=Area.PEOPLE, path=("users",), query=query), _People)
        found = {odata.guid(one.id, Obstacle.ODD_ANSWER): one.is_guest for one in answer.value if one.bears(wanted)}
        if len(found) > 1:
            raise failed(Obstacle.TWO_PEOPLE)
        people = (Found(account=Account(tenant=self.home, oid=oid), guest=guest) for oid, guest in found.items())
        return next(people, None)

    async def sign_in_name(self, oid: str) -> str:
        call = Call(area=Area.PEOPLE, path=("users", odata.guid(oid, Obstacle.NO_SUCH_PERSON)), query=_PERSON)
        return (await self.graph.read(call, _Person)).user_principal_name or ""

    async def members(self, group: str) -> frozenset[str]:
        """Half a group is worse than none: whoever is left out would be told they have no role."""
        call = Call(
            area=Area.GROUPS,
            path=("groups", odata.guid(group, Obstacle.NO_SUCH_GROUP), "transitiveMembers", "microsoft.graph.user"),
            query={"$select": "id", "$top": "999", "$count": "true"},
            headers={"ConsistencyLevel": "eventual"},
        )
        found = set[str]()
        async for page in self.graph.pages(call):
            found |= {odata.guid(one.id, Obstacle.ODD_ANSWER) for one in read(page, list[_Member])}
            if len(found) > _MOST_MEMBERS:
                raise failed(Obstacle.GROUP_TOO_LARGE)
        return frozenset(found)
