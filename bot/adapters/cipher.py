"""How the record is sealed: three keys that have nothing to do with each other.

The conference's own data key seals its fields: destroying it erases the case. The store's chain key signs each line
over the one before, and over ciphertexts only, so the chain can still be verified once a case is erased. The store's
index key hashes what conferences are found by. Chain and index key come from the store's root key, never from a data
key.
"""

import hmac
import os
from dataclasses import dataclass, field

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.adapters.codec import NOWHERE

KEY_BYTES = 32
_NONCE_BYTES = 12
_LENGTH_BYTES = 4
_BUCKETS = (256, 1024, 4096, 16384)
_A_SEATS_VIEW = 1024
"""The least room for what a seat says of a child, so that a choice, a category and a few lines of reason all look alike."""


class SealError(Exception):
    """This was not sealed here: other key, other place, or changed."""


def derive(secret: bytes, purpose: str, store: str) -> bytes:
    """A key for one purpose. HKDF-SHA256 (RFC 5869)."""
    info = f"chairside/1/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=store.encode(), info=info).derive(secret)


class ConferenceSeal:
    """Seals one conference's fields, each to its place: no ciphertext opens anywhere but where it was put."""

    def __init__(self, data_key: bytes, key_id: str, store: str, cid: str) -> None:
        self.key_id = key_id
        self._store = store
        self._cid = cid
        self._cipher = AESGCM(derive(data_key, "seal", store))
        # From the data key, so that who did what is forgotten with the case.
        self._actors = derive(data_key, "actor", store)

    def close(self, seq: int, event: str, path: str, plain: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, _pad(plain, path), self._place(seq, event, path))

    def open(self, seq: int, event: str, path: str, sealed: bytes) -> bytes:
        """Raises SealError."""
        nonce = sealed[:_NONCE_BYTES]
        try:
            padded = self._cipher.decrypt(nonce, sealed[_NONCE_BYTES:], self._place(seq, event, path))
        except (InvalidTag, ValueError):
            raise SealError from None
        length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
        return padded[_LENGTH_BYTES : _LENGTH_BYTES + length]

    def pseudonym(self, actor: str) -> str:
        """Who acted, the same throughout this conference and unknowable outside it."""
        return hmac.digest(self._actors, actor.encode(), "sha256")[:16].hex()

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
        return hmac.digest(self._key, before + envelope, "sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreKeys:
    """What one store's root key gives. `check` names the root key without telling it."""

    store: str
    check: str
    chain: Chain = field(repr=False)
    index_key: bytes = field(repr=False)
    signing_key: bytes = field(repr=False)

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
    )


def _pad(plain: bytes, path: str) -> bytes:
    """Fill up to a bucket BEFORE sealing, so that a length tells nothing."""
    size = _bucket(_LENGTH_BYTES + len(plain), path)
    return (len(plain).to_bytes(_LENGTH_BYTES, "big") + plain).ljust(size, b"\0")


def _bucket(size: int, path: str) -> int:
    child, seat, _ = path.split("/", 2)
    least = _A_SEATS_VIEW if NOWHERE not in {child, seat} else 0
    wanted = max(size, least)
    for bucket in _BUCKETS:
        if wanted <= bucket:
            return bucket
    return -(-wanted // _BUCKETS[-1]) * _BUCKETS[-1]
