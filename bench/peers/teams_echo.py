"""Microsoft's own library (b): microsoft-teams-apps echoes a press, its token check on, against the loopback keys.

Runs in an environment of its own (.venv-bench), so it imports nothing of ours: `python teams_echo.py FACTS PORT`.
"""

import asyncio
import json
import sys
from typing import Any

import uvicorn
from microsoft_teams.api import AdaptiveCardInvokeActivity
from microsoft_teams.api.auth.cloud_environment import PUBLIC, with_overrides
from microsoft_teams.apps import ActivityContext, App
from microsoft_teams.apps.http import FastAPIAdapter

_TYPE = "application/vnd.microsoft.card.adaptive"


def _card(said: str) -> dict[str, Any]:
    body = [
        {"type": "TextBlock", "text": "Handed in", "weight": "Bolder"},
        {"type": "TextBlock", "text": said, "wrap": True},
    ]
    again = {"type": "Action.Execute", "title": "Change", "verb": "post_it.change", "data": {"c": said}}
    return {"type": "AdaptiveCard", "version": "1.5", "body": body, "actions": [again]}


def _app(facts: dict[str, Any], port: int) -> App:
    def server(app: Any) -> uvicorn.Server:  # noqa: ANN401 - an ASGI application
        quiet = uvicorn.Config(
            app, host="127.0.0.1", port=port, loop="asyncio", access_log=False, log_level="warning", backlog=1024
        )
        return uvicorn.Server(quiet)

    app = App(
        http_server_adapter=FastAPIAdapter(server_factory=server),
        client_id=facts["app_id"],
        tenant_id=facts["tenant"],
        token=lambda _scope, _tenant: facts["token"],
        cloud=with_overrides(PUBLIC, openid_metadata_url=facts["openid"]),
    )

    @app.on_card_action  # type: ignore[untyped-decorator]  # its library is not in this environment
    async def echo(ctx: ActivityContext[AdaptiveCardInvokeActivity]) -> dict[str, Any]:
        said = ctx.activity.value.action.data["c"]
        return {"statusCode": 200, "type": _TYPE, "value": _card(said)}

    return app


if __name__ == "__main__":
    _port = int(sys.argv[2])
    asyncio.run(_app(json.loads(sys.argv[1]), _port).start(_port))
