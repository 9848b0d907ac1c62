"""What holds for every card, whoever reads it and whatever is on it. Use `check` on each card that a test draws."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator
from microsoft_teams.cards import AdaptiveCard

from bot.rehearsal.teams.card_check import card_faults
from bot.rehearsal.teams.card_shapes import is_extension

SCHEMA = "CHAIRSIDE_CARD_SCHEMA"
"""Where Microsoft's own schema of Adaptive Cards 1.5 lies on this machine, if it does. It is not ours to ship."""
_NOT_OURS = re.compile(r"(?<![a-z])(?:vot(?:e|es|ed|er|ers|ing)|ballots?|polls?)(?![a-z])", re.IGNORECASE)
_NOT_IN_A_SUMMARY = ("fallbackText", "speak")
CHANGES = frozenset(
    "checklist.acknowledge checklist.decline post_it.save post_it.hand_in post_it.enter post_it.confirm_read_back"
    " meeting.start meeting.end meeting.correct_end person.mark stranger.admit stranger.dismiss checklist.override"
    " anchors.set threshold.show round.open round.nudge round.close chair.hand_over child.decide dissent.declare"
    " summary.approve copy.give chat.confirm chat.refuse conference.convene conference.move conference.cancel"
    " delay.explain details.set dates.set household.set child.put child.take_off person.put person.take_off parts.set"
    " invitation.reply seat.pass_on reply.enter by_hand.told days.offer days.choose report.sent report.received"
    " report.shared report.not_coming report.children_seen flag.raise flag.heard exclusion.ask exclusion.decide"
    " exclusion.letter recording.ask recording.decide observer.consent independence.declare premeeting.met"
    " participation.plan errand.again errand.done errand.checked".split()
)
SHOWS = frozenset(
    "next.show checklist.show checklist.decline_form post_it.show post_it.change console.show console.anchors"
    " console.threshold console.open_round console.close_round console.mark console.strangers console.override"
    " console.hand_over console.correct_end post_it.read_out tally.show decision.show decisions.show dissent.form"
    " summary.draft summary.show copy.show status.show help.show conference.choose set_up.show set_up.begin sheet.show"
    " sheet.children sheet.child sheet.people sheet.person sheet.take_off sheet.household sheet.dates sheet.details"
    " sheet.parts sheet.part sheet.move sheet.cancel sheet.delay sheet.late invitation.show invitation.colleague"
    " invitation.cannot invitation.needs reply.show by_hand.show todo.show days.show days.form practice.show practice.hand_in"
    " report.show flag.show ask.show report.seen exclusion.form letter.show recording.form observer.form"
    " independence.form premeeting.show participation.show participation.form errand.show board.show board.table".split()
)


def check(card: Mapping[str, Any], *, names: Iterable[str] = ()) -> None:
    """Fails with everything that is wrong with the card. `names` are those that its summary may not hold."""
    faults = [*card_faults(card), *_teams(card), *_official(card), *_ours(card, names)]
    assert not faults, "\n".join(faults)


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in a card, fallbacks and data included."""
    if isinstance(node, Mapping):
        yield dict(node)
        for value in node.values():
            yield from parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts(value)


def inputs(card: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {part["id"]: part for part in parts(card) if str(part.get("type", "")).startswith("Input.")}


def buttons(card: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [part for part in parts(card["body"]) if part.get("type") == "Action.Execute"]


def verbs(card: Mapping[str, Any]) -> list[str]:
    return [button["verb"] for button in buttons(card)]


def shown(card: Mapping[str, Any]) -> str:
    """Everything a person can read on the card, as the client draws it: escapes undone, a line for each piece."""
    pieces = [
        str(part[name])
        for part in parts(card["body"])
        for name in ("text", "title", "label", "placeholder", "value")
        if name in part and part.get("type") != "Action.Submit"
    ]
    return re.sub(r"\\(?=[^\w\s])", "", "\n".join(pieces))


def size(card: Mapping[str, Any]) -> int:
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())


def _teams(card: Mapping[str, Any]) -> Iterator[str]:
    """Microsoft's typed model of a Teams card."""
    try:
        AdaptiveCard.model_validate(card)
    except ValueError as fault:
        yield f"microsoft-teams-cards: {fault}"


@cache
def _schema() -> Draft6Validator | None:
    path = os.environ.get(SCHEMA)
    if not path or not Path(path).is_file():
        return None
    schema = json.loads(Path(path).read_text("utf-8-sig"))
    schema.pop("id", None)
    return Draft6Validator(schema)


def _official(card: Mapping[str, Any]) -> Iterator[str]:
    schema = _schema()
    if schema:
        for fault in schema.iter_errors(_of_1_5(card)):
            yield f"official schema: {fault.json_path}: {fault.message[:200]}"


def _of_1_5(node: Any) -> Any:
    """The card as a client without Teams' extensions takes it: their fallbacks in their place, Teams' own root gone."""
    if isinstance(node, Mapping):
        if is_extension(str(node.get("type", ""))):
            return _of_1_5(node.get("fallback"))
        return {name: _of_1_5(value) for name, value in node.items() if name not in ("msteams", "targetWidth")}
    return [_of_1_5(one) for one in node] if isinstance(node, list) else node


def _ours(card: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    for part in parts(card):
        yield from _of_part(part)
    for button in buttons(card):
        yield from _of_button(button)
    summary = " ".join(str(card.get(name, "")) for name in _NOT_IN_A_SUMMARY)
    yield from (f"a summary names {name}" for name in names if name in summary)
    if card.get("actions"):
        yield "buttons belong in an ActionSet of the body"


def _of_part(part: Mapping[str, Any]) -> Iterator[str]:
    kind = str(part.get("type", ""))
    if kind == "TextBlock" and part.get("wrap") is not True:
        yield f"does not wrap: {part['text']}"
    if part.get("isRequired"):
        yield f"half-written work could not be saved: {part['id']}"
    if kind == "Input.Text" and "maxLength" not in part:
        yield f"no end to what can be typed: {part['id']}"
    if len(part.get("columns", ())) > 2:
        yield "more columns than a phone has room for"
    if kind == "FactSet":
        yield "a FactSet does not fit a phone"
    said = " ".join(str(part.get(name, "")) for name in ("text", "title", "label", "placeholder", "fallbackText"))
    yield from (f"not our word: {found}" for found in _NOT_OURS.findall(said))


def _of_button(button: Mapping[str, Any]) -> Iterator[str]:
    verb, data, fallback = button["verb"], button["data"], button["fallback"]
    if verb not in CHANGES | SHOWS:
        yield f"no such verb: {verb}"
    if fallback["data"] != {**data, "verb": verb} or fallback["title"] != button.get("title"):
        yield f"the fallback of {verb} does something else"
    signed = verb in CHANGES and not verb.startswith("chat.")
    if signed != ("s" in data):
        yield f"{verb} {'lacks its' if signed else 'bears a'} stamp"
