"""GET /metrics, on a loopback listener of its own: figures by closed sets of codes, no ids and nothing that anybody wrote."""

import asyncio
from collections.abc import Mapping

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from bot.domain.duties import DutyKind
from bot.domain.errands import ErrandKind
from bot.domain.microsoft import Obstacle
from bot.domain.refusals import Why
from bot.teams import failures
from bot.teams.activity import Fault
from bot.teams.authenticate import Denial
from bot.teams.front_door import Pressed
from bot.teams.rates import Rate
from bot.usecases.confirming import NOT_CONFIRMED
from bot.usecases.errands import DONE
from bot.usecases.perform_duty import DUTIES_FAILED, SUMMARY_LATE
from bot.usecases.ports import Count, Level, MailFault
from bot.usecases.press import Record
from bot.web.app import problems
from bot.web.limits import Limit

SEND_CODES = (
    failures.TIMEOUT,
    failures.UNREACHABLE,
    failures.BAD_ANSWER,
    failures.NOT_ALLOWED,
    failures.BAD_ID,
    failures.NO_PRIVATE_CHAT,
    failures.CONVERSATION_GONE,
    "ActivityNotFoundInConversation",
    "BotDisabledByAdmin",
    "BotNotInConversationRoster",
    "ConversationBlockedByUser",
    "ForbiddenOperationException",
    "MessageWritesBlocked",
    "NotEnoughPermissions",
    "token_unreachable",
    *Obstacle,
    *(one for one in MailFault if one not in (failures.TIMEOUT, failures.UNREACHABLE)),
    *("BadRequestError", "RateLimitError", "TooManyRequestsError", "ValidationError"),  # GOV.UK Notify's
    *(f"smtp_{reply}" for reply in (421, 450, 451, 452, 454, 535, 550, 551, 552, 553, 554)),
    *(f"http_{status}" for status in (400, 401, 403, 404, 408, 409, 410, 412, 413, 425, 429, 500, 502, 503, 504)),
)
"""Why a message or letter did not go. Others may say anything: what is not here is counted as `other`, since a label is kept for ever."""

FAMILIES: Mapping[Count | Level, Mapping[str, tuple[str, ...]]] = {
    Count.PRESSES: {"outcome": tuple(Pressed)},
    Count.WISHES: {"outcome": (*Record, "stale", "refused")},
    Count.REFUSALS: {"code": tuple(Why)},
    Count.DENIALS: {"code": (*Denial, *Fault, *Limit)},
    Count.LIMITED: {"limit": tuple(Rate)},
    Count.DELIVERED: {"kind": tuple(DutyKind)},
    Count.FAILED: {"kind": tuple(DutyKind), "code": SEND_CODES},
    Count.ERRANDS: {"kind": tuple(ErrandKind), "outcome": (DONE, *Obstacle)},
    Count.STORE_TRIPS: {"what": ("read", "append", "confirm", "agenda", "index")},
    Count.STORE_ERRORS: {"code": ("no_answer", "refused", "altered", "not_durable")},
    Level.ALARMS: {"code": (DUTIES_FAILED, "duties_overdue", NOT_CONFIRMED, SUMMARY_LATE)},
}


def metrics_app(registry: CollectorRegistry) -> web.Application:
    async def show(_: web.Request) -> web.StreamResponse:
        """In a thread: the process's own figures are read from files."""
        text = await asyncio.to_thread(generate_latest, registry)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})

    app = web.Application(middlewares=[problems])
    app.router.add_get("/metrics", show)
    return app
