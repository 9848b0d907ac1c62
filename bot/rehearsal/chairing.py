"""What the chair does, all from the console."""

from collections.abc import Mapping
from typing import Any

from bot.domain.ids import ChildId, PersonId
from bot.domain.particulars import Role
from bot.rehearsal.attending import typed
from bot.rehearsal.hands import fields, press, sees
from bot.rehearsal.people import CannotDoThis, Client, Entry
from bot.rehearsal.scene import Scene
from bot.rehearsal.script import seats_by_voice
from bot.rehearsal.teams import Seen


def _client(scene: Scene) -> Client:
    return scene.client(scene.chair)


async def console(scene: Scene) -> Client:
    """The console as it is now, in front of the chair."""
    client = _client(scene)
    if not sees(client, "console.show"):
        await client.type("console")
        await scene.stage.settled()
    await press(client, "console.show")
    return client


async def form(scene: Scene, verb: str, about: str = "") -> tuple[Client, Seen] | None:
    """Open one of the console's forms; None where the console does not offer it now."""
    client = await console(scene)
    if not sees(client, verb, about):
        return None
    return client, await press(client, verb, about=about)


async def _done(scene: Scene, what: str) -> None:
    scene.says(scene.chair, what)
    await scene.stage.settled()


async def confirm_chat(scene: Scene) -> None:
    """Where no joining link told the bot whose chat it is in, it asks."""
    client = _client(scene)
    if sees(client, "chat.confirm"):
        await press(client, "chat.confirm")
        await _done(scene, "confirms that this is the conference's chat")


async def words_for_the_scale(scene: Scene) -> None:
    opened = await form(scene, "console.anchors")
    if opened:
        await press(opened[0], "anchors.set", {"zero": scene.written.chair["zero"], "ten": scene.written.chair["ten"]})
        await _done(scene, "words 0 and 10 for this family")


async def begin(scene: Scene) -> None:
    """The Start button, where Teams has not said so itself."""
    client = await console(scene)
    if sees(client, "meeting.start"):
        await press(client, "meeting.start")
        await _done(scene, "starts the conference")


async def admit(scene: Scene) -> None:
    """Whoever the chair recognises on camera, though Teams calls them by another account."""
    for who, reason in (scene.written.chair.get("admits") or {}).items():
        opened = await form(scene, "console.strangers")
        if opened is None:
            return
        client, card = opened
        stranger = _choice(fields(client, card)["stranger"], scene.about.person(who).name)
        await press(client, "stranger.admit", {"stranger": stranger, "person": who, "reason": reason})
        await _done(scene, f"recognises {scene.about.person(who).name} and lets them in")


async def settle_strangers(scene: Scene) -> None:
    """Whoever joined without signing in and is known by voice or face; and whoever is on no list and has been sent away."""
    nameless = [who for who, part in scene.written.parts.items() if part.by == "anonymous"]
    for who in nameless:
        await _settle(
            scene, scene.about.person(who).name, "stranger.admit", {"person": who, "reason": "seen and heard"}
        )
    for one in scene.written.strangers:
        await _settle(scene, str(one["called"]), "stranger.dismiss", {"reason": "asked to leave, and left"})


async def _settle(scene: Scene, called: str, verb: str, fill: dict[str, Entry]) -> None:
    opened = await form(scene, "console.strangers")
    if opened is None:
        return
    client, card = opened
    node = fields(client, card).get("stranger", {})
    if any(called in one["title"] for one in node.get("choices", ())):
        await press(client, verb, {**fill, "stranger": _choice(node, called)})
        await _done(scene, f"settles who {called} is")


async def let_take_part(scene: Scene) -> None:
    for who, reason in (scene.written.chair.get("lets_take_part") or {}).items():
        opened = await form(scene, "console.override")
        if opened:
            await press(opened[0], "checklist.override", {"person": who, "reason": reason})
            await _done(scene, f"lets {scene.about.person(who).name} take part all the same")


async def mark_present(scene: Scene) -> None:
    """Everybody without a card of their own, having been through the checklist with them aloud."""
    voices = [scene.about.seat(seat).holder for seat in seats_by_voice(scene.about, scene.written)]
    for who in dict.fromkeys((*(scene.written.chair.get("marks_present") or ()), *voices)):
        opened = await form(scene, "console.mark")
        if opened is None or who not in {one["value"] for one in fields(*opened)["person"]["choices"]}:
            continue
        await press(opened[0], "person.mark", {"person": who, "here": "here", "read_aloud": True})
        await _done(scene, f"goes through the checklist aloud with {scene.about.person(who).name}")


async def open_round(scene: Scene) -> None:
    opened = await form(scene, "console.threshold")
    if opened and sees(opened[0], "threshold.show"):
        await press(opened[0], "threshold.show")
        await _done(scene, "puts the threshold test")
    opened = await form(scene, "console.open_round")
    if opened is None:
        raise CannotDoThis("the chair cannot open the round")
    client, card = opened
    fill: dict[str, Entry] = {}
    if "inquorate_reason" in fields(client, card):
        fill["inquorate_reason"] = scene.written.chair.get("inquorate_reason") or "The children cannot wait."
    await press(client, "round.open", fill)
    await _done(scene, "opens the round")


async def take_down(scene: Scene) -> None:
    """Views given by voice: written down, read back, confirmed (J10)."""
    for seat in seats_by_voice(scene.about, scene.written):
        opened = await form(scene, "post_it.read_out", about=seat)
        holder = scene.about.seat(seat).holder
        if opened is None or scene.part(holder).silent:
            continue
        client = opened[0]
        await press(client, "post_it.enter", typed(scene.part(holder).views))
        await press(client, "post_it.confirm_read_back", about=seat)
        await _done(scene, f"takes down {scene.about.person(holder).name}'s view and reads it back")


async def nudge(scene: Scene) -> None:
    client = await console(scene)
    if sees(client, "round.nudge"):
        await press(client, "round.nudge")
        await _done(scene, "nudges those still to answer")


async def look_at_what_is_handed_in(scene: Scene) -> None:
    """Where the borough hands post-its over as written (S1), the chair may look at once."""
    client = await console(scene)
    for child in scene.about.children:
        if sees(client, "tally.show", child.id):
            await press(client, "tally.show", about=child.id)
            await console(scene)


async def close_round(scene: Scene) -> None:
    opened = await form(scene, "console.close_round")
    if opened is None:
        raise CannotDoThis("the chair cannot close the round")
    client, card = opened
    said: Mapping[str, str] = scene.written.chair.get("missing") or {}
    seats = {seat.id for seat in scene.about.seats}
    await press(
        client,
        "round.close",
        {name: said.get(name, "technical") for name in fields(client, card) if name in seats},
    )
    await _done(scene, "closes the round")


async def read_tallies(scene: Scene) -> None:
    client = _client(scene)
    for child in scene.about.children:
        await press(client, "tally.show", about=child.id)
    await _done(scene, "reads the tally of each child")


async def decide(scene: Scene, child: ChildId) -> None:
    opened = await form(scene, "decision.show", about=child)
    if opened is None:
        raise CannotDoThis(f"the chair cannot decide for {child}")
    client, card = opened
    await press(client, "child.decide", _decided(scene, child, fields(client, card)), about=child)
    await _done(scene, f"decides for {scene.about.child(child).called}")


def _decided(scene: Scene, child: ChildId, shown: Mapping[str, Mapping[str, Any]]) -> dict[str, Entry]:
    """What the file says; the core group of everybody who knows the child, and the proposed dates, where it is silent."""
    said = scene.written.decisions[child]
    fill: dict[str, Entry] = {"status": said["status"], "reasons": said["reasons"]}
    for name in ("category", "lead", "outline", "late_reason"):
        if said.get(name):
            fill[name] = said[name]
    for name, day in (said.get("dates") or {}).items():
        fill[name] = str(day)
    if said["status"] == "child_protection_plan":
        fill["core_group"] = list(said.get("core_group") or _know(scene, child))
    fallback = said.get("inquorate_reason") or scene.written.chair.get("inquorate_reason")
    if "inquorate_reason" in shown:
        fill["inquorate_reason"] = fallback or "The children cannot wait."
    return fill


def _know(scene: Scene, child: ChildId) -> list[str]:
    return [seat.id for seat in scene.about.seats if child in seat.contact] or [scene.about.seats[0].id]


async def hand_over(scene: Scene) -> None:
    """The chair falls ill or their machine dies: the chair's last press, or the manager's word for them."""
    plan = scene.written.chair["hands_over"]
    by = PersonId(plan.get("by") or scene.chair)
    client = scene.client(by)
    if by == scene.chair:
        await form(scene, "console.hand_over")
    else:
        scene.client(scene.chair).close()
        scene.says(scene.chair, "is gone: the machine has died")
        await client.type("hand over")
        await scene.stage.settled()
        await press(client, "console.hand_over")
    await press(client, "chair.hand_over", {"to": plan["to"], "reason": plan["reason"]})
    scene.says(by, "hands the chair over")
    scene.chair = PersonId(plan["to"])
    scene.client(scene.chair).open()
    await scene.stage.settled()


async def end(scene: Scene) -> None:
    client = await console(scene)
    if sees(client, "meeting.end"):
        await press(client, "meeting.end")
        await _done(scene, "ends the conference")


async def approve(scene: Scene) -> None:
    client = _client(scene)
    await press(client, "summary.draft")
    said = scene.written.chair
    fill: dict[str, Entry] = {"in_meeting_chat": bool(said.get("summary_in_chat", False))}
    if said.get("note"):
        fill["note"] = said["note"]
    await press(client, "summary.approve", fill)
    await _done(scene, "approves the summary")


def manager(scene: Scene) -> PersonId | None:
    return next((one.id for one in scene.about.with_role(Role.MANAGER)), None)


def _choice(node: Mapping[str, Any], name: str) -> str:
    """The value of the choice that shows this name."""
    for one in node.get("choices", ()):
        if name in one["title"]:
            return str(one["value"])
    raise CannotDoThis(f"nobody called {name} is waiting to be let in")
