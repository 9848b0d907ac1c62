"""Heads written down outside the store: only they show a record cut back together with its own head (promise 21).

An append-only 0600 file beside the settings, NAME.heads, a line a head. Each line is signed over the one before, by a
key that only the store's root key gives; and how far the file has got is signed into the store. So an edited line, one
taken out and a file cut short all show, as long as file and store are not both put back to the same hour: for that,
copy the file to where nothing can be changed.
"""

import asyncio
import fcntl
import hmac
import os
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import msgspec

from bot.adapters.private_file import append_private, read_private
from bot.adapters.verify import Anchor


class Kind(StrEnum):
    HEAD = "head"
    RESTORED = "restored"
    """A backup was put back: what was written down of later versions is lost, and known to be."""


class AnchorsDamagedError(Exception):
    """The file is not as we left it. One line that says how."""


class _Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """`cid` "" is the file's own first line: then `mac` is its name."""

    n: int
    at: datetime
    cid: str
    version: int
    mac: bytes
    kind: Kind = Kind.HEAD


class _Signed(msgspec.Struct, frozen=True):
    """A line of the file: `said` is a _Line in JSON, `link` signs it and all before."""

    said: str
    link: bytes


_Told = tuple[_Line, bytes]
"""A line and its link."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A backup was put back at `version`; up to `known` was once recorded."""

    cid: str
    version: int
    known: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Anchored:
    """What the file says: every head that must still be there, by conference, oldest first; and what was lost."""

    heads: Mapping[str, tuple[Anchor, ...]]
    lost: tuple[Lost, ...] = ()
    about: str = ""
    """What is wrong with the file's length, "" for nothing: what it says is true all the same."""


class Tips(Protocol):
    """Where the store keeps how far the file has got."""

    async def describe(self, fields: Mapping[str, str | bytes | int]) -> bool: ...

    async def description(self) -> Mapping[str, bytes]: ...


class Anchors:
    """The file of one machine. Another machine on the same store has another one."""

    def __init__(self, path: Path, key: bytes, tips: Tips) -> None:
        self.path = path
        self._key = key
        self._tips = tips

    async def anchor(self, heads: Iterable[tuple[str, Anchor]], at: datetime, kind: Kind = Kind.HEAD) -> int:
        """Write down those heads that the file does not have yet; how many. Raises AnchorsDamagedError, TooOpenError."""
        async with self._alone():
            lines, wrong = await self._checked()
            if wrong and kind is not Kind.RESTORED:
                raise AnchorsDamagedError(wrong)
            lines = lines or await self._begun(at)
            known = _told(lines).heads
            new = [one for one in heads if kind is Kind.RESTORED or one[1] not in known.get(one[0], ())[-1:]]
            if new:
                await self._write(lines, new, at, kind)
        return len(new)

    async def read(self) -> Anchored:
        """What is written down; nothing when nothing ever was. Raises AnchorsDamagedError for a line that is not ours, or
        TooOpenError.
        """
        async with self._alone():
            lines, wrong = await self._checked()
        return replace(_told(lines), about=wrong)

    async def gone(self) -> bool:
        """Whether the store knows of a file and there is none here: never so once a bot has run on this machine."""
        if await asyncio.to_thread(self.path.exists):
            return False
        return any(name.startswith(_TIP) for name in await self._tips.description())

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """`serve` and `worker` on one machine share the file."""
        handle = await asyncio.to_thread(_locked, self.path.with_name(f"{self.path.name}.lock"))
        try:
            yield
        finally:
            os.close(handle)

    async def _begun(self, at: datetime) -> list[_Told]:
        """The file's first line, which gives it the name under which the store knows it."""
        return await self._write([], [("", Anchor(0, os.urandom(8)))], at, Kind.HEAD)

    async def _write(
        self, lines: list[_Told], heads: Sequence[tuple[str, Anchor]], at: datetime, kind: Kind
    ) -> list[_Told]:
        """All lines there now are. The file first: a line more than the store knows of is no harm."""
        made, text = list(lines), bytearray()
        for n, (cid, head) in enumerate(heads, len(lines) + 1):
            line = _Line(n, at.astimezone(UTC), cid, head.version, head.mac, kind)
            said = msgspec.json.encode(line).decode()
            link = self._link(made[-1][1] if made else self._start, said)
            made.append((line, link))
            text += msgspec.json.encode(_Signed(said, link)) + b"\n"
        await asyncio.to_thread(append_private, self.path, bytes(text))
        await self._tips.describe({_tip(made[0][0].mac): self._signed(len(made), made[-1][1])})
        return made

    async def _checked(self) -> tuple[list[_Told], str]:
        """The lines, each as we wrote it; and what is wrong with there being so many."""
        tips = await self._tips.description()
        lines = await asyncio.to_thread(self._lines)
        return lines, self._cut(lines, tips) if lines else ""

    def _lines(self) -> list[_Told]:
        """The whole lines of the file: the rest was being written when the process died."""
        try:
            raw = read_private(self.path)
        except FileNotFoundError:
            return []
        before, lines = self._start, []
        for number, text in enumerate(raw.split(b"\n")[:-1], 1):
            try:
                signed = msgspec.json.decode(text, type=_Signed)
                line = msgspec.json.decode(signed.said, type=_Line)
            except (msgspec.DecodeError, UnicodeDecodeError):
                raise AnchorsDamagedError(f"{self.path} was changed at line {number}") from None
            if line.n != number or not hmac.compare_digest(self._link(before, signed.said), signed.link):
                raise AnchorsDamagedError(f"{self.path} was changed at line {number}")
            before = signed.link
            lines.append((line, before))
        return lines

    def _cut(self, lines: list[_Told], tips: Mapping[str, bytes]) -> str:
        """The store's word on how long the file was. It may be longer: the process died before the store was told."""
        tip = tips.get(_tip(lines[0][0].mac))
        if tip is None:
            one_of_two = f"{self.path} is not known to this store: one of the two was exchanged or put back"
            return "" if len(lines) == 1 else one_of_two
        if any(hmac.compare_digest(self._signed(line.n, link), tip) for line, link in reversed(lines)):
            return ""
        return f"{self.path} was cut short, or put back"

    @property
    def _start(self) -> bytes:
        return hmac.digest(self._key, b"start", "sha256")

    def _link(self, before: bytes, said: str) -> bytes:
        return hmac.digest(self._key, before + said.encode(), "sha256")

    def _signed(self, n: int, link: bytes) -> bytes:
        return hmac.digest(self._key, b"tip" + n.to_bytes(8, "big") + link, "sha256")


_TIP = "anchors:"


def _locked(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def _tip(name: bytes) -> str:
    return f"{_TIP}{name.hex()}"


def _told(lines: list[_Told]) -> Anchored:
    heads: dict[str, list[Anchor]] = {}
    lost: list[Lost] = []
    for line, _ in lines[1:]:
        mine = heads.setdefault(line.cid, [])
        if line.kind is Kind.RESTORED:
            known = max((head.version for head in mine), default=0)
            lost += [Lost(line.cid, line.version, known, line.at)] if known > line.version else []
            mine[:] = [head for head in mine if head.version <= line.version]
        mine.append(Anchor(line.version, line.mac))
    return Anchored({cid: tuple(mine) for cid, mine in heads.items()}, tuple(lost))
