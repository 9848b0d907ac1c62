"""Graph's directory: people by address and by id, and who is in a group."""

from dataclasses import dataclass
from urllib.parse import quote

from bot.rehearsal.teams.gate import Asked, Done, TeamsError
from bot.rehearsal.teams.graph_tenant import GROUPS, LITERAL, PEOPLE, Tenant, directory_denies, unquoted
from bot.rehearsal.teams.jsons import Json
from bot.rehearsal.teams.persons import Person
from bot.rehearsal.teams.roster import sign_in_name

_BASIC = ("id", "mail", "userPrincipalName", "displayName", "givenName", "surname")
"""All that User.ReadBasic.All shows."""

_BY_ADDRESS = rf"mail eq {LITERAL} or userPrincipalName eq {LITERAL}"


@dataclass(frozen=True, slots=True)
class GraphPeople:
    tenant: Tenant

    def find(self, asked: Asked) -> Done:
        self.tenant.need(asked, PEOPLE, directory_denies)
        mail, name = (text.casefold() for text in unquoted(_BY_ADDRESS, asked.query.get("$filter", "")))
        found = [
            one for one in self.tenant.listed() if one.email.casefold() == mail or sign_in_name(one).casefold() == name
        ]
        return Done(body={"value": [_shown(one, asked) for one in found[: int(asked.query.get("$top", "100"))]]})

    def person(self, asked: Asked) -> Done:
        self.tenant.need(asked, PEOPLE, directory_denies)
        found = self.tenant.person(asked.params["member"])
        if found is None:
            raise TeamsError(404, "Request_ResourceNotFound", "Resource does not exist.")
        return Done(body=_shown(found, asked))

    def members(self, asked: Asked) -> Done:
        """Of this kind alone, which Graph does only for whoever asks for an index that may be late."""
        self.tenant.need(asked, GROUPS, directory_denies)
        if asked.params["group"] not in self.tenant.groups:
            raise TeamsError(404, "Request_ResourceNotFound", "Resource does not exist.")
        if asked.headers.get("ConsistencyLevel") != "eventual" or asked.query.get("$count") != "true":
            raise TeamsError(400, "Request_UnsupportedQuery", "The query needs ConsistencyLevel: eventual and $count.")
        people = self._within(asked.params["group"], set())
        start = int(asked.query.get("$skiptoken", "0"))
        page = people[start : start + self.tenant.page]
        body: Json = {"value": [{"id": one.oid} for one in page]}
        if start + self.tenant.page < len(people):
            body["@odata.nextLink"] = self._next(asked, start + self.tenant.page)
        return Done(body=body)

    def _within(self, group: str, seen: set[str]) -> list[Person]:
        """Whoever is in a group twice is listed twice: Graph promises no less."""
        seen.add(group)
        found: list[Person] = []
        for one in self.tenant.groups[group]:
            if isinstance(one, Person):
                found.append(one)
            elif one not in seen:
                found += self._within(one, seen)
        return found

    def _next(self, asked: Asked, start: int) -> str:
        query = {**asked.query, "$skiptoken": str(start)}
        path = f"/groups/{asked.params['group']}/transitiveMembers/microsoft.graph.user"
        return f"{self.tenant.url}{path}?" + "&".join(f"{name}={quote(value)}" for name, value in query.items())


def _shown(person: Person, asked: Asked) -> Json:
    given, _, surname = person.name.rpartition(" ")
    whole: Json = {
        "id": person.oid,
        "mail": person.email or None,
        "userPrincipalName": sign_in_name(person),
        "displayName": person.name,
        "givenName": given,
        "surname": surname,
    }
    wanted = asked.query.get("$select", ",".join(_BASIC)).split(",")
    if strange := sorted(set(wanted) - set(_BASIC)):
        raise TeamsError(403, "Authorization_RequestDenied", f"'{strange[0]}' is more than the basic profile.")
    return {name: whole[name] for name in wanted}
