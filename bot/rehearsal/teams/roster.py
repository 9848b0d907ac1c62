"""People as Teams' rosters describe them."""

from bot.rehearsal.teams.jsons import Json
from bot.rehearsal.teams.persons import Kind, Person
from bot.rehearsal.teams.world import World

_ROLES = {Kind.GUEST: "guest", Kind.ANONYMOUS: "anonymous"}


def sender(world: World, person: Person) -> Json:
    """Who sent an activity. It carries no tenant: only a roster tells one organisation's people from another's."""
    account = {"id": world.people.mri(person), "name": person.shown_name}
    return account | ({"aadObjectId": person.oid} if person.has_account else {})


def member(world: World, person: Person) -> Json:
    """A roster entry when asked for one person, or in a join event."""
    return _entry(world, person, "aadObjectId")


def listed(world: World, person: Person) -> Json:
    """A roster entry in a list, where Teams calls the object id `objectId` (teams.py#327, teams.net#525)."""
    return _entry(world, person, "objectId")


def _entry(world: World, person: Person, oid_name: str) -> Json:
    entry = {
        "id": world.people.mri(person),
        "name": person.shown_name,
        "tenantId": person.tenant,
        "userRole": _ROLES.get(person.kind, "user"),
    }
    if person.has_account:
        entry[oid_name] = person.oid
    return entry | _address(person)


def _address(person: Person) -> Json:
    """Names and addresses come from our own directory, so another organisation's people have none here: a bot that
    needs one must not count on it. Not proved in a real tenant.
    """
    if person.kind not in (Kind.TENANT, Kind.GUEST):
        return {}
    given, _, surname = person.name.rpartition(" ")
    names = {"givenName": given or surname, "surname": surname}
    if not person.email:
        return names
    return names | {"email": person.email, "userPrincipalName": sign_in_name(person)}


def sign_in_name(person: Person) -> str:
    """A guest's is made of the address at which they were invited."""
    if person.kind is Kind.GUEST and person.email:
        return person.email.replace("@", "_") + "#EXT#@council.example"
    return person.email
