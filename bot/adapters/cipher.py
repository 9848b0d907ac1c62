"""How the record is sealed: three keys that have nothing to do with each other.

The conference's own data key seals its fields: destroying it erases the case. The store's chain key signs each line
over the one before, and over ciphertexts only, so the chain can still be verified once a case is erased. The store's
index key hashes what conferences are found by. Chain and index key come from the store's root key, never from a data
key.
"""

import hmac
import os
import zlib
from dataclasses import dataclass, field
from hashlib import blake2b

import msgspec
from blake3 import blake3
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12
_LENGTH_BYTES = 4
_BUCKETS = (256, 1024, 4096, 16384)
ROOMS = {
    ("post_it_handed_in", "views"): 4224,
    ("post_it_saved", "views"): 8320,
    ("dissent_declared", "reason"): 4224,
}
"""Bytes for what a seat says of a child, by event and field, whatever it says: the longest text the rules take is 2,000 characters; a draft may
hold two. In every script of one or two bytes a character all of that fits as it is; what anybody writes in one of more
bytes fits once it is compressed. Four kilobytes a view of each child is what it costs that no length tells a thing.

NOTE: 2,000 characters of three or four bytes without any sense take the next bucket, and so show that they are that.
"""

ALONE = dict(ROOMS.keys())
"""The field that has a room of its own, by event."""

_SQUEEZED = 1 << 31
"""In the length's highest bit: compressed first. Only what three-byte characters or JSON's escapes made too long is."""


class SealError(Exception):
    """This was not sealed here: other key, other place, or changed."""


def derive(secret: bytes, purpose: str, store: str) -> bytes:
    """A key for one purpose. HKDF-SHA256 (RFC 5869)."""
    info = f"chairside/1/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=store.encode(), info=info).derive(secret)


class Keyed:
    """A keyed hash: BLAKE2b (RFC 7693), which needs no second pass to hide its key. The key is taken in once: that is two thirds
    of the time, and a press takes three of them.
    """

    def __init__(self, key: bytes, size: int) -> None:
        self._begun = blake2b(key=key, digest_size=size)

    def __call__(self, text: str) -> bytes:
        hashed = self._begun.copy()
        hashed.update(text.encode())
        return hashed.digest()


class ConferenceSeal:
    """Seals one conference's fields, each to its place: no ciphertext opens anywhere but where it was put."""

    def __init__(self, data_key: bytes, key_id: str, store: str, cid: str) -> None:
        self.key_id = key_id
        self._store = store
        self._cid = cid
        self._cipher = AESGCM(derive(data_key, "seal", store))
        # From the data key, so that who did what is forgotten with the case.
        actors = derive(data_key, "actor", store)
        self._actor, self._segment = Keyed(actors, 16), Keyed(actors, 8)
        self._pseudonyms: dict[str, str] = {}
        self._veiled: dict[str, str] = {"-": "-"}

    def close(self, seq: int, event: str, path: str, plain: bytes, room: int = 0) -> bytes:
        """`room` as in ROOMS; 0: as much as it takes, in a few sizes."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, _pad(plain, room), self._place(seq, event, path))

    def open(self, seq: int, event: str, path: str, sealed: bytes) -> bytes:
        """Raises SealError."""
        nonce = sealed[:_NONCE_BYTES]
        try:
            padded = self._cipher.decrypt(nonce, sealed[_NONCE_BYTES:], self._place(seq, event, path))
        except (InvalidTag, ValueError):
            raise SealError from None
        return _unpad(padded)

    def pseudonym(self, actor: str) -> str:
        """Who acted, the same throughout this conference and unknowable outside it."""
        found = self._pseudonyms.get(actor)
        if found is None:
            found = self._pseudonyms[actor] = self._actor(actor).hex()
        return found

    def veiled(self, segment: str) -> str:
        """Which child or seat, the same throughout this conference and unknowable outside it; "-" stays itself."""
        found = self._veiled.get(segment)
        if found is None:
            found = self._veiled[segment] = self._segment(f"of:{segment}").hex()
        return found

    def _place(self, seq: int, event: str, path: str) -> bytes:
        return msgspec.msgpack.encode((self._store, self._cid, seq, event, path, self.key_id))


class Chain:
    """Signs each line of a conference's log over all that came before it."""

    def __init__(self, key: bytes, store: str) -> None:
        self._key = key
        self._store = store

    def start(self, cid: str) -> bytes:
        """What the first line is signed over: a line cannot be carried to another conference or store."""
        return hmac.digest(self._key, msgspec.msgpack.encode(("start", self._store, cid)), "sha256")

    def link(self, before: bytes, envelope: bytes) -> bytes:
        """BLAKE3 with a key, and not HMAC-SHA256 or BLAKE2b: an envelope has ten kilobytes, mostly room, and this takes a third
        of the time on any processor. Nothing weaker will do (a GMAC): a head written down elsewhere must bind even whoever
        has the key.
        """
        return blake3(before + envelope, key=self._key).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreKeys:
    """What one store's root key gives. `check` names the root key without telling it."""

    store: str
    check: str
    chain: Chain = field(repr=False)
    index_key: bytes = field(repr=False)
    signing_key: bytes = field(repr=False)
    anchor_key: bytes = field(repr=False)

    def index(self, kind: str, name: str) -> str:
        """Where a chat or a person is looked up. `kind` keeps the two apart."""
        return hmac.digest(self.index_key, f"{kind}:{name}".encode(), "sha256")[:16].hex()


def store_keys(root: bytes, store: str) -> StoreKeys:
    return StoreKeys(
        store=store,
        check=derive(root, "check", store)[:8].hex(),
        chain=Chain(derive(root, "chain", store), store),
        index_key=derive(root, "index", store),
        signing_key=derive(root, "sign", store),
        anchor_key=derive(root, "anchor", store),
    )


def _pad(plain: bytes, room: int) -> bytes:
    """Fill up to a bucket BEFORE sealing, so that a length tells nothing."""
    length, kept = len(plain), plain
    if room and length > room - _LENGTH_BYTES:
        kept = zlib.compress(plain)
        length = len(kept) | _SQUEEZED
    wanted = _LENGTH_BYTES + len(kept)
    size = room if wanted <= room else _bucket(wanted)
    return (length.to_bytes(_LENGTH_BYTES, "big") + kept).ljust(size, b"\0")


def _unpad(padded: bytes) -> bytes:
    """Raises SealError. Nothing was sealed that does not unpad, but a bug elsewhere must not become a strange crash."""
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    kept = padded[_LENGTH_BYTES : _LENGTH_BYTES + (length & ~_SQUEEZED)]
    if not length & _SQUEEZED:
        return kept
    try:
        return zlib.decompress(kept)
    except zlib.error:
        raise SealError from None


def _bucket(size: int) -> int:
    for bucket in _BUCKETS:
        if size <= bucket:
            return bucket
    return -(-size // _BUCKETS[-1]) * _BUCKETS[-1]
