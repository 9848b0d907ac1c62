"""The API's own description (OpenAPI 3.1): what is written by hand, with the conference file's published schema inside it."""

from functools import cache
from pathlib import Path

import orjson

import bot

_DATA = Path(bot.__file__).parent / "data"


@cache
def document() -> bytes:
    """Reads files."""
    written = orjson.loads((_DATA / "openapi.json").read_bytes())
    written["components"]["schemas"]["ConferenceFile"] = orjson.loads((_DATA / "conference.schema.json").read_bytes())
    return orjson.dumps(written)
