"""Microsoft Graph on this machine: as much of it as a bot for conferences asks, refusing what Graph refuses.

What it does is done: a meeting has a chat that people are in, an app that it installs is there, and the bot hears of it.
Sources: Microsoft's reference of each call (version 1.0).
"""

from aiohttp import web

from bot.rehearsal.teams.faults import Route
from bot.rehearsal.teams.gate import Gate
from bot.rehearsal.teams.graph_apps import GraphApps
from bot.rehearsal.teams.graph_events import GraphEvents
from bot.rehearsal.teams.graph_online import GraphOnline
from bot.rehearsal.teams.graph_people import GraphPeople
from bot.rehearsal.teams.graph_tenant import Tenant, graph_error, stamp

BASE = "/v1.0"
_USER = BASE + "/users/{member}"
_EVENT = _USER + "/events/{event}"
_ONLINE = _USER + "/onlineMeetings"
_APPS = _USER + "/teamwork/installedApps"


def graph_routes(tenant: Tenant) -> list[web.RouteDef]:
    gate = Gate(world=tenant.world, knows=tenant.authority.opens_graph, error_body=graph_error, stamp=stamp)
    people, online, apps = GraphPeople(tenant), GraphOnline(tenant), GraphApps(tenant)
    events = GraphEvents(tenant, online)
    return [
        web.get(BASE + "/users", gate.door(Route.GRAPH_PEOPLE, people.find)),
        web.get(_USER, gate.door(Route.GRAPH_PEOPLE, people.person)),
        web.get(
            BASE + "/groups/{group}/transitiveMembers/microsoft.graph.user",
            gate.door(Route.GRAPH_GROUP, people.members),
        ),
        web.get(_USER + "/events", gate.door(Route.GRAPH_EVENTS, events.look)),
        web.post(_USER + "/events", gate.door(Route.GRAPH_HOLD, events.hold)),
        web.get(_EVENT, gate.door(Route.GRAPH_EVENTS, events.one)),
        web.patch(_EVENT, gate.door(Route.GRAPH_MOVE, events.change)),
        web.post(_EVENT + "/cancel", gate.door(Route.GRAPH_CANCEL, events.cancel)),
        web.delete(_EVENT, gate.door(Route.GRAPH_REMOVE, events.remove)),
        web.get(_ONLINE, gate.door(Route.GRAPH_MEETING, online.look)),
        web.post(_ONLINE + "/createOrGet", gate.door(Route.GRAPH_ALONE, online.alone)),
        web.get(_ONLINE + "/{meeting}", gate.door(Route.GRAPH_MEETING, online.one)),
        web.patch(_ONLINE + "/{meeting}", gate.door(Route.GRAPH_OPTIONS, online.change)),
        web.delete(_ONLINE + "/{meeting}", gate.door(Route.GRAPH_REMOVE, online.remove)),
        web.post(BASE + "/chats/{chat}/installedApps", gate.door(Route.GRAPH_ADD_TO_CHAT, apps.add_to_chat)),
        web.post(_APPS, gate.door(Route.GRAPH_ADD_FOR, apps.add_for)),
        web.get(_APPS, gate.door(Route.GRAPH_APPS, apps.installed)),
        web.get(_APPS + "/{install}/chat", gate.door(Route.GRAPH_APPS, apps.chat)),
    ]
