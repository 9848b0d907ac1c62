"""How one case system writes its list of invitees: which of its headings and words mean what to us. A TOML file."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

import bot
from bot.adapters.file_faults import ConferenceFileError, FileFault
from bot.domain.particulars import Kind

SHIPPED = Path(bot.__file__).parent / "data" / "rosters"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Headings = Text | Annotated[tuple[Text, ...], Field(min_length=1)]
Role = Annotated[
    str,
    StringConstraints(
        pattern=r"^(child|unborn|chair|stand_in|manager|administrator|observer|family|supporter|interpreter|minute_taker"
        r"|lead|:[a-z][a-z0-9_]{0,39})$"
    ),
]
"""`lead` is the lead social worker of every child whose line names no other; ":code" a seat of that agency."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(_Part):
    """Where each thing stands. Of `end` and `minutes` one is there."""

    reference: Headings
    type: Headings
    start: Headings
    role: Headings
    name: Headings
    end: Headings = ()
    minutes: Headings = ()
    mode: Headings = ()
    join_link: Headings = ()
    follows: Headings = ()
    title: Headings = ()
    address: Headings = ()
    oid: Headings = ()
    born: Headings = ()
    relation: Headings = ()
    contact: Headings = ()
    lead: Headings = ()
    strategy_discussion: Headings = ()
    initial_conference: Headings = ()
    previous_review: Headings = ()


class Formats(_Part):
    moment: Text
    day: Text


class Always(_Part):
    """What is the same for every conference and stands in no column."""

    profile: Text
    tenant: str = ""
    manager: Mapping[str, str] = Field(default_factory=dict)
    administrator: Mapping[str, str] = Field(default_factory=dict)


class Words(_Part):
    all: tuple[Text, ...] = ()
    between: Text = ";"


class Layout(_Part):
    title: Text
    separator: Annotated[str, StringConstraints(min_length=1, max_length=1)] = ","
    columns: Columns
    formats: Formats
    types: Mapping[Text, Kind]
    roles: Mapping[Text, Role]
    always: Always
    words: Words = Words()

    def headings(self, what: str) -> tuple[str, ...]:
        found: str | tuple[str, ...] = getattr(self.columns, what)
        return (found,) if isinstance(found, str) else found


def layouts() -> Mapping[str, Path]:
    """Those that are shipped, by name."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}


def load_layout(named: str) -> Layout:
    """By the name of one that is shipped, or by its file. Raises ConferenceFileError."""
    path = layouts().get(named) or Path(named)
    try:
        return Layout.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        faults = [FileFault(1, 1, ".".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
        raise ConferenceFileError(faults, path.name) from None
    except (OSError, ValueError) as error:
        says = f"cannot be opened: {error.strerror}" if isinstance(error, OSError) else str(error)
        raise ConferenceFileError((FileFault(1, 1, "", f"the layout {says}"),), path.name) from None
