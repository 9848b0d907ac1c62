"""The small card with which every peer answers a press."""

import orjson

_TYPE = "application/vnd.microsoft.card.adaptive"


def card(said: str) -> dict[str, object]:
    body = [
        {"type": "TextBlock", "text": "Handed in", "weight": "Bolder"},
        {"type": "TextBlock", "text": said, "wrap": True},
    ]
    again = {"type": "Action.Execute", "title": "Change", "verb": "post_it.change", "data": {"c": said}}
    return {"type": "AdaptiveCard", "version": "1.5", "body": body, "actions": [again]}


def answer(said: str) -> bytes:
    return orjson.dumps({"statusCode": 200, "type": _TYPE, "value": card(said)})
