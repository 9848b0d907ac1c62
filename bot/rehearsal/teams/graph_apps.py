"""Graph's installing of apps. What it installs is installed: Teams tells the bot so, as when somebody does it by hand."""

from dataclasses import dataclass

from bot.rehearsal.teams import graph_shapes as shapes
from bot.rehearsal.teams.gate import Asked, Done, TeamsError
from bot.rehearsal.teams.graph_tenant import (
    APPS_FOR_PEOPLE,
    APPS_IN_CHATS,
    LITERAL,
    Tenant,
    opaque,
    teams_denies,
    unquoted,
)
from bot.rehearsal.teams.jsons import Json, dig, text_at
from bot.rehearsal.teams.persons import Person

_LIVE = "https://graph.microsoft.com/v1.0"
_THERE = "The specified Teams app is already installed."


@dataclass(frozen=True, slots=True)
class GraphApps:
    tenant: Tenant

    def add_to_chat(self, asked: Asked) -> Done:
        """Teams names the meeting's organiser as the one who did it. Not proved in a real tenant."""
        self.tenant.need(asked, APPS_IN_CHATS, teams_denies)
        shapes.APP_IN_CHAT.check(asked.body)
        app = self._app(asked)
        chat = self.tenant.world.chats.get(asked.params["chat"])
        if chat is None or chat.meeting is None:
            raise TeamsError(404, "NotFound", "NotFound: thread does not exist.")
        if chat.bot_present:
            raise TeamsError(409, "Conflict", _THERE)
        if _consents(asked.body) != self.tenant.catalogue[app]:
            said = "The permissions consented to do not match the resource-specific permissions of the app definition."
            raise TeamsError(400, "BadRequest", said)
        chat.bot_present = True
        self.tenant.installed(chat, chat.meeting.organiser)
        return Done(status=201)

    def add_for(self, asked: Asked) -> Done:
        person = self._person(asked)
        shapes.APP_FOR_PERSON.check(asked.body)
        self._app(asked)
        if person.installed:
            raise TeamsError(409, "Conflict", _THERE)
        person.installed = True
        self.tenant.installed(self.tenant.world.personal_chat(person), person)
        return Done(status=201)

    def installed(self, asked: Asked) -> Done:
        person = self._person(asked)
        (app,) = unquoted(rf"teamsApp/id eq {LITERAL}", asked.query.get("$filter", ""))
        if asked.query.get("$expand") != "teamsApp":
            raise TeamsError(400, "BadRequest", "The filter needs teamsApp to be expanded.")
        there = person.installed and app in self.tenant.catalogue
        return Done(body={"value": [{"id": self._install_id(person), "teamsApp": {"id": app}}] if there else []})

    def chat(self, asked: Asked) -> Done:
        person = self._person(asked)
        if not person.installed or asked.params["install"] != self._install_id(person):
            raise TeamsError(404, "NotFound", "The app is not installed for this user.")
        return Done(body={"id": f"19:{person.oid}_{self.tenant.world.app_id}@unq.gbl.spaces"})

    def _install_id(self, person: Person) -> str:
        return opaque("", "install", person.oid, self.tenant.world.app_id)

    def _person(self, asked: Asked) -> Person:
        self.tenant.need(asked, APPS_FOR_PEOPLE, teams_denies)
        person = self.tenant.person(asked.params["member"])
        if person is None:
            raise TeamsError(404, "NotFound", "User does not exist.")
        return person

    def _app(self, asked: Asked) -> str:
        """The app that is to be installed, by its address in the catalogue."""
        base, _, app = text_at(asked.body, "teamsApp@odata.bind").rpartition("/appCatalogs/teamsApps/")
        if base not in (_LIVE, self.tenant.url) or not app:
            raise TeamsError(400, "BadRequest", "teamsApp@odata.bind leads to nothing.")
        if app not in self.tenant.catalogue:
            raise TeamsError(404, "NotFound", f"App with id '{app}' was not found in the tenant app catalog.")
        if self.tenant.blocked:
            raise TeamsError(403, "Forbidden", "The app is blocked by app permission policy.")
        return app


def _consents(body: Json) -> frozenset[str]:
    given = dig(body, "consentedPermissionSet", "resourceSpecificPermissions")
    listed = given if isinstance(given, list) else []
    return frozenset(text_at(one, "permissionValue") for one in listed if one.get("permissionType") == "Application")
