"""What people's Teams clients send: whole activities as bytes, made before anything is timed."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from bench import load
from bench.conferences import Held, Sitter
from bench.microsoft import APP_ID, TENANT
from bench.product import Microsoft

HANDED_IN = b'"post_it.change"'
"""On the receipt alone: the button to change what was handed in."""

_REASON = "Nobody has brought the child to school since half term, and the home was cold at both visits."
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Makes requests to one bot of activities from one Teams."""

    address: str
    there: Microsoft

    def press(self, held: Held, who: Sitter, verb: str, data: Mapping[str, Any]) -> bytes:
        """A button pressed in a private chat."""
        action = {"type": "Action.Execute", "id": "b", "verb": verb, "title": "Press", "data": data}
        value = {"action": action, "trigger": "manual"}
        return self.send(
            held, who, {"type": "invoke", "name": "adaptiveCard/action", "replyToId": "1700000000000", "value": value}
        )

    def send(self, held: Held, who: Sitter, what: Mapping[str, Any]) -> bytes:
        return load.request(self.address, orjson.dumps(self.activity(who, what)), self.there.token)

    def activity(self, who: Sitter, what: Mapping[str, Any]) -> dict[str, Any]:
        now = "2026-11-21T18:47:31.512Z"
        return {
            "id": f"f:{next(_numbers):032x}",
            "timestamp": now,
            "localTimestamp": now.replace("Z", "+00:00"),
            "localTimezone": "Europe/London",
            "locale": "en-GB",
            "channelId": "msteams",
            "serviceUrl": self.there.service_url,
            "from": {"id": who.mri, "name": f"Fictional {who.oid[-4:]}", "aadObjectId": who.oid},
            "recipient": {"id": f"28:{APP_ID}", "name": "Chairside"},
            "conversation": {"id": who.chat, "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}, "legacy": {"replyToId": "1:1x"}, "source": {"name": "message"}},
            "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Windows"}],
            **what,
        }

    def show(self, held: Held, who: Sitter, verb: str = "post_it.show", of: str = "") -> bytes:
        return self.press(held, who, verb, {"v": 1, "c": held.cid, "of": of})

    def hand_in(self, held: Held, who: Sitter, mark: Mapping[str, Any]) -> bytes:
        """Every child answered. `mark` is what the card's own button carries."""
        return self.press(held, who, "post_it.hand_in", {**mark, **filled(held, who)})


def scale(held: Held, who: Sitter, child: int) -> int:
    """What this person thinks of this child: told by their seat, so that the right tally is known beforehand."""
    return (int(who.who[1:]) * 3 + child * 5 + int(held.cid[:4], 16)) % 11


def filled(held: Held, who: Sitter) -> dict[str, str]:
    """The boxes of the card as Teams sends them."""
    out: dict[str, str] = {}
    for place, name in enumerate(held.children):
        child, point = name.lower(), scale(held, who, place)
        plan = point <= 5
        out |= {
            f"{child}.scale": str(point),
            f"{child}.recommendation": "child_protection_plan" if plan else "child_in_need_plan",
            f"{child}.category": "neglect" if plan else "none",
            f"{child}.reason": _REASON,
            f"{child}.cannot": "false",
            f"{child}.unable": "",
        }
    return out


def card_of(answer: bytes) -> dict[str, Any]:
    """The card in an answer. Raises ValueError when something else was said."""
    said = orjson.loads(load.body_of(answer))
    if not isinstance(said, dict) or not isinstance(said.get("value"), dict):
        raise ValueError(f"no card: {answer[:600]!r}")
    return dict(said["value"])


def mark_of(answer: bytes, verb: str) -> dict[str, Any]:
    """What the button of that verb carries on the card just shown."""
    found = [
        node["data"]
        for node in _nodes(card_of(answer))
        if node.get("type") == "Action.Execute" and node.get("verb") == verb
    ]
    if not found:
        raise ValueError(f"no button {verb}: {answer[:1500]!r}")
    return dict(found[0])


def _nodes(node: object) -> Sequence[Mapping[str, Any]]:
    if isinstance(node, dict):
        return [node, *itertools.chain.from_iterable(map(_nodes, node.values()))]
    return list(itertools.chain.from_iterable(map(_nodes, node))) if isinstance(node, list) else []


async def opened(post: Post, pairs: Sequence[tuple[Held, Sitter]], wide: int = 32) -> list[bytes]:
    """Each of these opens their card, untimed; the hand-in of each, ready to send, in the same order."""
    answers = await load.each(post.address, [post.show(*pair) for pair in pairs], wide)
    marks = (mark_of(answer, "post_it.hand_in") for answer in answers)
    return [post.hand_in(*pair, mark) for pair, mark in zip(pairs, marks, strict=True)]
