"""JSON as it crosses the wire."""

from typing import Any

import orjson

Json = dict[str, Any]


def dig(node: object, *path: str) -> object:
    """What lies at `path`, or None where the way there is missing or not an object."""
    for name in path:
        if not isinstance(node, dict):
            return None
        node = node.get(name)
    return node


def text_at(node: object, *path: str) -> str:
    """The text at `path`, "" when there is none."""
    found = dig(node, *path)
    return found if isinstance(found, str) else ""


def copy_of(node: Json) -> Json:
    """A copy that shares nothing: what was logged or shown must not change afterwards."""
    copied: Json = orjson.loads(orjson.dumps(node))
    return copied
