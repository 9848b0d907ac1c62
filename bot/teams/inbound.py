"""A verified activity in the dialogs' words: who did what.

The actor comes from the activity and Teams' roster alone; a card's data is carried along and believed by nobody here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import msgspec

from bot.dialogs.press import Press, Said
from bot.domain.actor import Account, Actor, Standing
from bot.teams.activity import Activity, Fault, MalformedError, Person
from bot.teams.chats import PrivateChats
from bot.teams.roster import Roster

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_OUTSIDER = "#ext#"


class _Action(msgspec.Struct):
    type: str
    verb: str = ""
    data: dict[str, Any] | None = None


class _Execute(msgspec.Struct):
    action: _Action
    trigger: str | None = None


def press_of_execute(activity: Activity, actor: Actor) -> Press:
    """An `adaptiveCard/action` invoke. Raises MalformedError."""
    try:
        value = msgspec.convert(activity.value, _Execute)
    except msgspec.ValidationError as error:
        raise MalformedError(Fault.NO_ACTION) from error
    if value.action.type != "Action.Execute":
        raise MalformedError(Fault.NO_ACTION)
    automatic = value.trigger == "automatic"
    return _press(activity, actor, value.action.verb, value.action.data or {}, automatic=automatic)


def press_of_submit(activity: Activity, actor: Actor) -> Press:
    """What an old client sends in place of an invoke: a message without words. Raises MalformedError."""
    if not isinstance(activity.value, dict):
        raise MalformedError(Fault.NO_DATA)
    data = {name: value for name, value in activity.value.items() if name not in {"verb", "msteams"}}
    verb = activity.value.get("verb")
    return _press(activity, actor, verb if isinstance(verb, str) else "", data, in_place=False)


def _press(
    activity: Activity,
    actor: Actor,
    verb: str,
    data: Mapping[str, Any],
    *,
    automatic: bool = False,
    in_place: bool = True,
) -> Press:
    if not verb:
        raise MalformedError(Fault.NO_VERB)
    return Press(
        actor=actor,
        verb=verb,
        data=data,
        conversation=activity.conversation.id,
        message=activity.reply_to_id or "",
        service_url=activity.service_url,
        automatic=automatic,
        in_place=in_place,
    )


def is_submit(activity: Activity) -> bool:
    return activity.value is not None and not (activity.text or "").strip()


def said_of(activity: Activity, actor: Actor) -> Said:
    return Said(
        actor=actor,
        text=_words(activity),
        conversation=activity.conversation.id,
        private=activity.private,
        service_url=activity.service_url,
    )


def _words(activity: Activity) -> str:
    """Without the bot's own name, which must be typed before a command in a meeting chat."""
    text = activity.text or ""
    for entity in activity.entities or ():
        if entity.text and entity.mentioned and entity.mentioned.id == activity.recipient.id:
            text = text.replace(entity.text, " ")
    return text.replace("\N{NO-BREAK SPACE}", " ").strip()


@lru_cache(maxsize=4096)
def actor_of(person: Person, listed: Person | None, *, held_by: str, home: str) -> Actor:
    """Who this is. `listed` is what the roster says of them, `held_by` the directory that holds the conversation.

    Remembered by all of what it is made from: the same person presses many times.
    """
    oid = person.oid if _GUID.fullmatch(person.oid) else ""
    if listed is not None and listed.oid != oid:
        listed = None
    told = listed or person
    tenant = (told.tenant_id or person.tenant_id or held_by).lower()
    name = person.name or told.name or ""
    role = (told.user_role or "").lower()
    if not oid or not tenant or role == "anonymous":
        return Actor(standing=Standing.ANONYMOUS, mri=person.id, shown_name=name)
    standing = _standing(told, role, tenant, home)
    return Actor(
        standing=standing,
        account=Account(tenant=tenant, oid=oid),
        mri=person.id,
        shown_name=name,
        address=_address(told, ours=tenant == home.lower()),
    )


def _standing(told: Person, role: str, tenant: str, home: str) -> Standing:
    if role == "guest" or _OUTSIDER in (told.user_principal_name or "").lower():
        return Standing.GUEST
    return Standing.MEMBER if tenant == home.lower() else Standing.OTHER_TENANT


def _address(told: Person, *, ours: bool) -> str:
    """An address that can be relied on, or "". `ours`: our own directory says so.

    Another organisation's administrator can write any e-mail address into an account ("nOAuth"), and whoever has an
    invited address gets a seat. Their sign-in name is safe: its domain had to be proved to Microsoft.
    """
    sign_in = (told.user_principal_name or "").lower()
    if _OUTSIDER in sign_in:
        sign_in = ""
    return ((told.email or "").lower() or sign_in) if ours else sign_in


class Inbound:
    """Turns the people of an activity into actors, asking the roster what the activity leaves out."""

    def __init__(self, roster: Roster, chats: PrivateChats, home: str) -> None:
        self._roster = roster
        self._chats = chats
        self._home = home

    async def sender(self, activity: Activity) -> Actor:
        """Raises MalformedError when nobody sent it."""
        if activity.from_ is None:
            raise MalformedError(Fault.NO_SENDER)
        one = activity.from_
        listed = self._roster.known(one.id)
        if listed is None and _must_ask(one):
            await self._roster.meet_one(activity.service_url, activity.conversation.id, one.id)
            listed = self._roster.known(one.id)
        return self._actor(activity, one, listed)

    async def people(self, activity: Activity, people: Sequence[Person]) -> tuple[Actor, ...]:
        """One is looked up alone, several with their whole chat: one request each would be slow and throttled."""
        where = (activity.service_url, activity.conversation.id)
        unknown = [person.id for person in people if not self._roster.known(person.id) and _must_ask(person)]
        if len(unknown) == 1:
            await self._roster.meet_one(*where, unknown[0])
        elif unknown:
            await self._roster.meet_all(*where)
        return tuple([self._actor(activity, person, self._roster.known(person.id)) for person in people])

    def _actor(self, activity: Activity, person: Person, listed: Person | None) -> Actor:
        actor = actor_of(person, listed, held_by=activity.tenant, home=self._home)
        if listed is None and _must_ask(person) and self._roster.silent(person.id):
            actor = replace(actor, vouched=False)
        if actor.account:
            own = activity.conversation.id if activity.private else ""
            self._chats.learn(actor.account, service_url=activity.service_url, mri=actor.mri, conversation=own)
        return actor


def _must_ask(person: Person) -> bool:
    """Anonymous joiners are told by having no object id; people in join events come as the roster describes them."""
    return bool(_GUID.fullmatch(person.oid)) and not (person.tenant_id and person.user_role)
