"""The SDK's turn pipeline put together. Importing this loads the SDK: only turns.py does, in a thread."""

from bot.dialogs.desk import Desk
from bot.teams.activity import Activity
from bot.teams.adapter import ConnectorAdapter
from bot.teams.chats import PrivateChats
from bot.teams.connector import Connector
from bot.teams.handler import TurnHandler
from bot.teams.inbound import Inbound
from bot.teams.replies import Replies


class Pipeline:
    def __init__(self, connector: Connector, desk: Desk, inbound: Inbound, chats: PrivateChats) -> None:
        self._adapter = ConnectorAdapter(connector)
        self._handler = TurnHandler(desk, inbound, Replies(chats), chats)

    async def run(self, activity: Activity) -> None:
        await self._adapter.run(activity, self._handler.on_turn)
