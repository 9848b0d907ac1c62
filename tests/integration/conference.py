"""A small conference of invented people on the whole bot, over real HTTP. Whoever acts here acts by their Teams client.

One theatre holds any number of conferences, each with people of its own; the clock stands still unless a test moves it.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import orjson

from bot.bootstrap import boroughs
from bot.domain.actor import Account
from bot.domain.conference import Conference as State
from bot.domain.evolve import fold
from bot.domain.ids import ChildId, ConferenceId, PersonId, SeatId
from bot.domain.particulars import SOCIAL_CARE, Child, Mode, Particulars, Role, Seat
from bot.domain.particulars import Kind as ConferenceKind
from bot.domain.particulars import Person as Listed
from bot.rehearsal import attending, chairing
from bot.rehearsal.cast import Cast
from bot.rehearsal.hands import buttons, fields, press, sees
from bot.rehearsal.people import CannotDoThis, Client
from bot.rehearsal.play import Nobody
from bot.rehearsal.scene import Scene
from bot.rehearsal.script import AS_WRITTEN, script
from bot.rehearsal.stage import Stage
from bot.rehearsal.teams import BOT, Chat, Crossing, Entry, Invitation, Json, Kind, Message, Person, Seen
from bot.rehearsal.teams.drawing import Drawn
from tests.integration.theatre import Theatre

CANARY = "Zanzibar"
"""Stands in all that anybody writes here, so that a look for it finds whatever got away."""
MARIGOLD, BARNABY = ChildId("marigold"), ChildId("barnaby")
SECRETS = (CANARY, "Marigold", "Barnaby", "Fictional", "neglect", "emotional")
"""What no message may hold that Teams keeps, but for the approved summary: a child, a name, a word of the case."""

View = Mapping[str, str]
_numbers = count(1)


def view(scale: int = 4, recommendation: str = "child_in_need_plan", **more: str) -> View:
    return {"scale": str(scale), "recommendation": recommendation, "reason": f"{CANARY} reason {scale}."} | more


def a_plan(scale: int = 2) -> View:
    return view(scale, "child_protection_plan", category="neglect")


UNABLE: View = {"unable": f"{CANARY} I have never met her."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One invented person. `seat` is their agency, "" for none. `app`: whether it is really installed for them, where that
    differs from what was set up (`installed`). Without `account` they were invited by address alone.
    """

    who: str
    role: Role = Role.PROFESSIONAL
    seat: str = ""
    kind: Kind = Kind.TENANT
    installed: bool = True
    app: bool | None = None
    account: bool = True
    relation: str = ""


CHAIR = Part(who="chair", role=Role.CHAIR)
STAND_IN = Part(who="standin", role=Role.STAND_IN)
MANAGER = Part(who="manager", role=Role.MANAGER)
ADMIN = Part(who="admin", role=Role.ADMINISTRATOR)
OBSERVER = Part(who="observer", role=Role.OBSERVER)
MOTHER = Part(who="mother", role=Role.FAMILY, relation="mother", kind=Kind.GUEST)
INTERPRETER = Part(who="interpreter", role=Role.INTERPRETER, kind=Kind.GUEST)
WORKER = Part(who="worker", seat=SOCIAL_CARE)
SCHOOL = Part(who="school", seat="school")
HEALTH = Part(who="health", seat="health_visiting")
SMALL = (CHAIR, STAND_IN, MANAGER, ADMIN, WORKER, SCHOOL, HEALTH)
"""The fewest who can hold a quorate conference and be let down by each other."""
EVERYBODY = (*SMALL, OBSERVER, MOTHER, INTERPRETER)


@dataclass(slots=True, kw_only=True)
class Conference:
    house: Theatre
    scene: Scene
    cid: ConferenceId

    @property
    def stage(self) -> Stage:
        return self.scene.stage

    @property
    def chat(self) -> Chat:
        return self.scene.chat

    @property
    def reference(self) -> str:
        return self.scene.about.reference

    # ------------------------------------------------------------------------------------------------------ what people see

    def person(self, who: str) -> Person:
        return self.scene.people.here[PersonId(who)]

    def client(self, who: str) -> Client:
        return self.scene.client(PersonId(who))

    def sees(self, who: str, verb: str, about: str = "") -> bool:
        return sees(self.client(who), verb, about)

    def said(self, who: str, seen: Seen | None = None) -> str:
        """The words on a card (or a line of text) just shown; by default of everything in front of them now."""
        if seen is None:
            return " ".join(self.said(who, one) for one in self.client(who).cards())
        return seen.text if seen.card is None else words_of(seen.card)

    def typed(self, who: str, seen: Seen) -> dict[str, str]:
        """What stands in each box of a card, by id."""
        return {name: str(node.get("value", "")) for name, node in fields(self.client(who), seen).items()}

    def ever_saw(self, who: str) -> str:
        """Every card and line that their client ever showed, as it came."""
        return " ".join(orjson.dumps([one.card, one.text]).decode() for one in self.client(who).timeline())

    def in_chat(self) -> list[Message]:
        """What the bot has posted in the meeting's chat, oldest first."""
        return [one for one in self.chat.messages.values() if one.sender == BOT]

    def privately(self, who: str) -> list[Message]:
        chat = self.stage.teams.world.personal_chat(self.person(who))
        return [one for one in chat.messages.values() if one.sender == BOT]

    def kept(self) -> list[Entry]:
        """All that the bot posted or edited in this conference's chats: Teams keeps every version."""
        mine = {person.id for person in self.scene.people.here.values()}
        wire = self.stage.teams.wire
        return [one for one in (*wire.of(Crossing.POSTED), *wire.of(Crossing.EDITED)) if one.audience & mine]

    def leaked(self, *but: str) -> list[str]:
        """Secrets found in what Teams keeps, each with where; `but` are words allowed after all."""
        return [
            f"{secret} in {one.seq} {one.kind}"
            for one in self.kept()
            for secret in SECRETS
            if secret not in but and secret in orjson.dumps(one.body).decode()
        ]

    # ------------------------------------------------------------------------------------------------------- what people do

    async def settled(self) -> None:
        await self.stage.settled()

    async def press(
        self, who: str, verb: str, fill: Mapping[str, Any] | None = None, *, about: str = "", on: Seen | None = None
    ) -> Seen:
        """Press the newest button of that verb before them (`on`: the one on this card); what they then see."""
        client = self.client(who)
        if on is None:
            return await press(client, verb, fill, about=about)
        title = next(one.title for one in client.drawn(on).buttons if one.action.get("verb") == verb)
        return await client.press(title, fill or {}, on=on)

    def data_on(self, who: str, seen: Seen, verb: str) -> Json:
        """What the button of that verb on this card would send, before anything is typed."""
        drawn = self.client(who).drawn(seen)
        return dict(next(one.action["data"] for one in drawn.buttons if one.action.get("verb") == verb))

    async def type(self, who: str, text: str, chat: Chat | None = None) -> None:
        await self.client(who).type(text, chat)
        await self.settled()

    async def open(self, who: str, command: str, verb: str) -> Seen:
        """Type a command and press the button it brings."""
        await self.type(who, command)
        return await self.press(who, verb)

    async def console(self) -> Seen:
        """As it is now, in front of whoever holds the chair."""
        await chairing.console(self.scene)
        return await self.press(self.scene.chair, "console.show")

    async def bring_bot(self, by: str = "") -> None:
        await self.stage.teams.add_bot(self.chat, self.person(by or self.scene.chair))
        await self.settled()

    async def start(self) -> None:
        await self.stage.teams.meetings.start(self.chat)
        await self.settled()

    async def end(self) -> None:
        await self.stage.teams.meetings.end(self.chat)
        await self.settled()

    async def arrive(self, *people: str) -> None:
        for who in people:
            await attending.join(self.scene, PersonId(who))

    async def leave(self, who: str) -> None:
        await attending.leave(self.scene, PersonId(who))

    async def gather(self, *people: str) -> None:
        """The bot is brought, the meeting starts, and these (by default everybody expected) come and do the checklist."""
        await self.bring_bot()
        await self.start()
        out = (Role.STAND_IN, Role.MANAGER, Role.ADMINISTRATOR)
        expected = [one.id for one in self.scene.about.people if one.role not in out]
        await self.arrive(*(people or expected))

    async def open_round(self) -> None:
        await chairing.words_for_the_scale(self.scene)
        await chairing.open_round(self.scene)

    async def hand_in(self, who: str, one: View | None = None, **each: View) -> Seen:
        """The same view of every child, or one for each by id; in the newest post-it they have before them."""
        views = {child.id: each.get(child.id, one or view()) for child in self.scene.about.children}
        seen = await self.press(who, "post_it.hand_in", attending.typed(views), on=await self.post_it(who))
        await self.settled()
        return seen

    async def post_it(self, who: str) -> Seen:
        """The form before them: there already where their client asked for it by itself, else opened by a button."""
        for verb in ("post_it.hand_in", "post_it.change", "post_it.show"):
            found = next(buttons(self.client(who), verb), None)
            if found:
                return found[0] if verb == "post_it.hand_in" else await self.press(who, verb)
        raise CannotDoThis(f"{who} has no way to a post-it")

    async def close_round(self) -> None:
        await chairing.close_round(self.scene)

    async def tally(self, child: ChildId = MARIGOLD) -> str:
        """What the chair reads of one child."""
        if not self.sees("chair", "tally.show", child):
            await self.console()
        return self.said("chair", await self.press("chair", "tally.show", about=child))

    async def hold(self) -> None:
        """From the bringing of the bot to the last decision: every seat hands in, and the chair decides for each child."""
        await self.gather()
        await self.open_round()
        for seat in self.scene.about.seats:
            await self.hand_in(seat.holder)
        await self.close_round()
        for child in self.scene.about.children:
            await chairing.decide(self.scene, child.id)

    async def approve(self, **fill: Any) -> Seen:
        await self.open("chair", "draft", "summary.draft")
        return await self.press("chair", "summary.approve", fill)

    # ------------------------------------------------------------------------------------------------- what is not for people

    async def state(self) -> State:
        """The record, folded anew from the store."""
        recorded = await self.stage.bot.log.read(self.cid)
        state = fold(None, ((one.event, one.at) for one in recorded))
        assert state is not None
        return state

    def sent(self, who: str, verb: str) -> Json:
        """Their last press of that verb as Teams brought it to the bot, to be changed and brought again."""
        me = frozenset({self.person(who).id})
        for entry in reversed(self.stage.teams.wire.of(Crossing.INBOUND)):
            body: Any = entry.body
            if entry.audience == me and body["type"] == "invoke" and body["value"]["action"].get("verb") == verb:
                return deepcopy(body)
        raise LookupError(f"{who} never pressed {verb}")

    def made_up(self, who: str, verb: str, of: str = "", **data: Any) -> Json:
        """A press that no card offered them, as a program could send it: in their own chat, or the meeting's if they have none."""
        teams, person = self.stage.teams, self.person(who)
        chat = teams.world.personal_chat(person) if person.installed else self.chat
        action = {"type": "Action.Execute", "verb": verb, "data": {"v": 1, "c": self.cid, "of": of} | data}
        return teams.activities.invoke(chat, person, "1", action, automatic=False)

    def as_if_by(self, who: str, activity: Json) -> Json:
        """The same press out of somebody else's hands."""
        sender = self.stage.teams.activities.message(self.chat, self.person(who), "", "1", mention=False)["from"]
        return activity | {"from": sender}


def words_of(card: Json | None) -> str:
    return " ".join(" ".join(Drawn(card).words).split()) if card else ""


def data_of(activity: Json) -> Json:
    """The data of a press, to be tampered with in place."""
    data: Json = activity["value"]["action"]["data"]
    return data


# ------------------------------------------------------------------------------------------------------------- setting it up


async def set_up(
    house: Theatre,
    parts: Iterable[Part] = SMALL,
    *,
    profile: str = "london",
    link: bool = True,
    starts: timedelta = timedelta(0),
    same: Mapping[str, Person] | None = None,
    **change: Any,
) -> Conference:
    """A conference that starts `starts` from now. The first of `parts` chairs it. `same`: people who are already in another
    one here. `change` goes to the particulars.
    """
    number, listed_parts, teams = next(_numbers), tuple(parts), house.teams
    people = {one.who: (same or {}).get(one.who) or teams.add_person(_person(one, number)) for one in listed_parts}
    start = house.stage.now + starts
    chat = _meeting(house, people, start)
    about = replace(_particulars(number, listed_parts, people, start), **change)
    if link:
        about = replace(about, join_link=chat.meeting.join_url if chat.meeting else "")
    cid = (await house.stage.bot.set_up(about, profile, by="test")).cid
    cast = {PersonId(who): person for who, person in people.items()}
    scene = Scene(
        stage=house.stage,
        about=about,
        profile=boroughs().profile(profile),
        written=script(about, boroughs().profile(profile), {}, AS_WRITTEN),
        people=Cast(here=cast, own=dict(cast), strangers={}),
        chat=chat,
        audience=Nobody(),
        chair=about.chair,
    )
    return Conference(house=house, scene=scene, cid=cid)


def _person(part: Part, number: int) -> Person:
    if part.kind in (Kind.ANONYMOUS, Kind.PHONE):
        return Person(id=f"{part.who}-{number}", name=_name(part), kind=part.kind)
    app = part.installed if part.app is None else part.app
    address = f"{part.who}.{number}@fictional.example"
    return Person(id=f"{part.who}-{number}", name=_name(part), kind=part.kind, email=address, installed=app)


def _name(part: Part) -> str:
    return f"{part.who.capitalize()} Fictional"


def _meeting(house: Theatre, people: Mapping[str, Person], start: datetime) -> Chat:
    invited = tuple(one for one in people.values() if one.has_account)
    return house.teams.meetings.create(
        Invitation(
            title="A conference",
            organiser=next(iter(people.values())),
            start=start,
            end=start + timedelta(hours=2),
            invited=invited,
        )
    )


def _particulars(number: int, parts: Sequence[Part], people: Mapping[str, Person], start: datetime) -> Particulars:
    lead = PersonId("worker")
    return Particulars(
        reference=f"FICT-{number:04}",
        kind=ConferenceKind.INITIAL,
        mode=Mode.VIRTUAL,
        start=start,
        planned_end=start + timedelta(hours=2),
        chair=PersonId(parts[0].who),
        children=(
            Child(id=MARIGOLD, called="Marigold", lead=lead, born=date(2019, 5, 4)),
            Child(id=BARNABY, called="Barnaby", lead=lead, born=date(2024, 9, 12)),
        ),
        people=tuple(_listed(part, people[part.who]) for part in parts),
        seats=tuple(
            Seat(
                id=SeatId(f"seat_{part.who}"),
                agency=part.seat,
                title=f"Agency of {part.who}",
                holder=PersonId(part.who),
                contact=frozenset({MARIGOLD, BARNABY}),
            )
            for part in parts
            if part.seat
        ),
        dates={"strategy_discussion": start.date() - timedelta(days=14)},
    )


def _listed(part: Part, person: Person) -> Listed:
    known = part.account and person.has_account
    return Listed(
        id=PersonId(part.who),
        name=_name(part),
        role=part.role,
        account=Account(tenant=person.tenant, oid=person.oid) if known else None,
        address=person.email,
        installed=part.installed,
        relation=part.relation,
    )
