"""Installing the app: in a meeting's chat, and for a person."""

from dataclasses import dataclass

import msgspec

from bot.adapters.graph import odata
from bot.adapters.graph.client import Call, Graph
from bot.adapters.graph.obstacles import Area, RefusedError, failed
from bot.domain.actor import Account
from bot.domain.microsoft import Obstacle

RESOURCE_SPECIFIC = ("OnlineMeeting.ReadBasic.Chat", "OnlineMeetingParticipant.Read.Chat")
"""The manifest's own list (infra/manifest.json): whoever installs consents to exactly these, or Teams refuses."""

_ALREADY = 409


class _One(msgspec.Struct):
    id: str


class _Some(msgspec.Struct):
    value: list[_One]


@dataclass(frozen=True, slots=True)
class GraphApps:
    """`catalogue_id` is the app's id in the council's own catalogue, which is not the manifest's."""

    graph: Graph
    home: str
    catalogue_id: str

    async def add_to_chat(self, chat: str) -> None:
        consent = [{"permissionValue": name, "permissionType": "Application"} for name in RESOURCE_SPECIFIC]
        body = self._app() | {"consentedPermissionSet": {"resourceSpecificPermissions": consent}}
        path = ("chats", odata.chat_id(chat), "installedApps")
        await self._install(Call(area=Area.APP_IN_CHAT, method="POST", path=path, body=body, foreseen=(_ALREADY,)))

    async def add_for(self, account: Account) -> None:
        """Its permissions are about chats: for a person there is nothing to consent to."""
        await self._install(
            Call(
                area=Area.APP_FOR_PERSON,
                method="POST",
                path=self._of(account),
                body=self._app(),
                foreseen=(_ALREADY,),
            )
        )

    async def chat_with(self, account: Account) -> str:
        query = {"$expand": "teamsApp", "$filter": f"teamsApp/id eq {odata.literal(self._named())}"}
        installed = await self.graph.read(Call(area=Area.APP_FOR_PERSON, path=self._of(account), query=query), _Some)
        if not installed.value:
            return ""
        path = (*self._of(account), installed.value[0].id, "chat")
        return (await self.graph.read(Call(area=Area.APP_FOR_PERSON, path=path), _One)).id

    async def _install(self, call: Call) -> None:
        try:
            await self.graph.ask(call)
        except RefusedError as error:
            if error.status != _ALREADY:
                raise

    def _of(self, account: Account) -> tuple[str, ...]:
        if account.tenant != self.home:
            raise failed(Obstacle.OTHER_COUNCIL)
        return ("users", odata.guid(account.oid, Obstacle.NO_SUCH_PERSON), "teamwork", "installedApps")

    def _app(self) -> dict[str, object]:
        return {"teamsApp@odata.bind": f"{self.graph.base}/appCatalogs/teamsApps/{self._named()}"}

    def _named(self) -> str:
        if not self.catalogue_id:
            raise failed(Obstacle.APP_NOT_NAMED)
        return self.catalogue_id
