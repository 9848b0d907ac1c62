"""What people do who attend: join, promise, write their post-it, dissent, pass copies on."""

from collections.abc import Mapping
from typing import Any

from bot.domain.ids import ChildId, PersonId
from bot.rehearsal.hands import fields, press, sees
from bot.rehearsal.people import CannotDoThis, Client, Entry
from bot.rehearsal.scene import Scene
from bot.rehearsal.script import View
from bot.rehearsal.teams import Kind, Seen


async def join(scene: Scene, who: PersonId) -> None:
    """Into the call and, for whoever has a screen, onto the checklist. Acknowledging it is arriving."""
    person, part = scene.people.here[who], scene.part(who)
    await scene.stage.teams.meetings.join(scene.chat, person)
    if person.kind is Kind.PHONE:
        scene.says(who, "dials in")
        return
    scene.says(who, "joins")
    scene.client(who).open()
    await scene.stage.settled()
    if part.has_hands and part.by != "wrong_account":
        await promise(scene, who)
    elif part.by == "wrong_account":
        await _knock(scene, who)


async def leave(scene: Scene, who: PersonId) -> None:
    await scene.stage.teams.meetings.leave(scene.chat, scene.people.here[who])
    scene.says(who, "loses the line")
    await scene.stage.settled()


async def promise(scene: Scene, who: PersonId) -> None:
    """The checklist of this stay, if one is before them; through the door in the meeting chat if no other way."""
    client, part = scene.client(who), scene.part(who)
    if not sees(client, "checklist.acknowledge"):
        await _open(client, "checklist.show")
    if not sees(client, "checklist.acknowledge"):
        return
    if part.cannot:
        await _cannot(scene, who, client)
        return
    card = _with(client, "checklist.acknowledge")
    ticks: dict[str, Entry] = {
        name: True for name, node in fields(client, card).items() if node["type"] == "Input.Toggle"
    }
    await press(client, "checklist.acknowledge", ticks)
    await _twice(scene, who, client)
    scene.says(who, "acknowledges the checklist")
    await scene.stage.settled()


async def answer(scene: Scene, who: PersonId) -> None:
    """Their post-it: saved first, handed in, changed, pressed twice, as their part says."""
    part = scene.part(who)
    if part.silent or not part.has_hands:
        return
    client = scene.client(who)
    if not sees(client, "post_it.hand_in"):
        await _open(client, "post_it.show")
    if not sees(client, "post_it.hand_in"):
        return
    if part.saves_first:
        half = dict(list(part.views.items())[:1])
        await press(client, "post_it.save", typed(half))
        scene.says(who, "saves a half-written post-it")
    await press(client, "post_it.hand_in", typed(part.views))
    await _twice(scene, who, client)
    scene.says(who, "hands in a post-it")
    await scene.stage.settled()


async def think_again(scene: Scene, who: PersonId) -> None:
    part = scene.part(who)
    if part.changes_to is None or not part.has_hands:
        return
    client = scene.client(who)
    if not sees(client, "post_it.change"):
        return
    await press(client, "post_it.change")
    await press(client, "post_it.hand_in", typed(part.changes_to, over=True))
    scene.says(who, "changes their post-it")
    await scene.stage.settled()


async def dissent(scene: Scene, who: PersonId) -> None:
    part = scene.part(who)
    if part.dissents is None:
        return
    client = scene.client(who)
    child, reason = part.dissents
    await _open(client, "decisions.show")
    await press(client, "dissent.form", about=child)
    await press(client, "dissent.declare", {"reason": reason})
    scene.says(who, "formally dissents")
    await scene.stage.settled()


async def give_copies(scene: Scene, who: PersonId) -> None:
    """Each copy by hand, and word of it to the bot."""
    client, part = scene.client(who), scene.part(who)
    for person in [one.id for one in scene.about.people if sees(client, "copy.show", one.id)]:
        await press(client, "copy.show", about=person)
        page = 2
        while sees(client, "copy.show", f"{person}#{page}"):
            await press(client, "copy.show", about=f"{person}#{page}")
            page += 1
        if sees(client, "copy.give", person):
            await press(client, "copy.give", {"how": part.copies_how}, about=person)
            scene.says(who, f"gives {scene.about.person(person).name} their copy by hand")
            await scene.stage.settled()


async def read_copy(scene: Scene, who: PersonId) -> None:
    """Look whether the summary has come; whoever has no private chat opens it at the door."""
    client = scene.client(who)
    if sees(client, "summary.show"):
        await press(client, "summary.show")


def typed(views: Mapping[ChildId, View], *, over: bool = False) -> dict[str, Entry]:
    """The boxes that these views fill. `over`: also empty the boxes that hold what was said before."""
    filled: dict[str, Entry] = {}
    for child, view in views.items():
        filled |= {f"{child}.{name}": value for name, value in _boxes(view).items()}
        if over and "unable" not in view:
            filled |= {f"{child}.cannot": False, f"{child}.unable": ""}
    return filled


def _boxes(view: View) -> dict[str, Any]:
    if "unable" in view:
        return {"cannot": True, "unable": view["unable"]}
    return {name: str(value) for name, value in view.items()}


async def _cannot(scene: Scene, who: PersonId, client: Client) -> None:
    if sees(client, "checklist.decline_form"):
        await press(client, "checklist.decline_form")
    await press(client, "checklist.decline", {"reason": scene.part(who).cannot})
    scene.says(who, "cannot promise everything on the checklist")
    await scene.stage.settled()


async def _knock(scene: Scene, who: PersonId) -> None:
    """From an account that the bot does not know there is only the door, and nothing behind it."""
    client = scene.client(who)
    if sees(client, "next.show"):
        await press(client, "next.show")
        scene.says(who, "knocks, from an account that nobody was told of")
        await scene.stage.settled()


async def _open(client: Client, verb: str) -> None:
    """The private card, or else the door in the meeting chat."""
    for one in (verb, "next.show"):
        if sees(client, one):
            await press(client, one)
            return


async def _twice(scene: Scene, who: PersonId, client: Client) -> None:
    if scene.part(who).presses_twice:
        await client.press_again()
        scene.says(who, "presses again, not sure that it worked")


def _with(client: Client, verb: str) -> Seen:
    for seen in client.cards():
        if any(button.action.get("verb") == verb for button in client.drawn(seen).buttons):
            return seen
    raise CannotDoThis(f"{client.person.name} sees no card with {verb}")


async def answer_if_asked(scene: Scene, who: PersonId) -> None:
    """Somebody nudged, or back after losing the line, who has not answered yet: the checklist again first, if need be."""
    client, part = scene.client(who), scene.part(who)
    if part.silent or not part.has_hands or sees(client, "post_it.change"):
        return
    await promise(scene, who)
    await answer(scene, who)


async def stranger_comes(scene: Scene, called: str) -> None:
    """Somebody whom nobody invited tries what can be tried: join, and knock at the door."""
    person = scene.people.strangers[called]
    await scene.stage.teams.meetings.join(scene.chat, person)
    client = Client(scene.stage.teams, person)
    scene.audience.tell(scene.stage.now, called, "joins, and is on no list")
    await scene.stage.settled()
    if sees(client, "next.show"):
        await press(client, "next.show")
        scene.audience.tell(scene.stage.now, called, "knocks and is shown nothing")
    await scene.stage.settled()
