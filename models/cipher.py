"""Encryption in the client: the one cipher that `app.py` hands over to every encrypted field."""

import os
from typing import Any, Protocol

from bson.binary import Binary
from bson.codec_options import CodecOptions
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pymongo import MongoClient
from pymongo.errors import EncryptionError, PyMongoError

CIPHERTEXT = 6  # the binary subtype of client-side encryption; what carries it is never plain text
KEY_NAME = "husrom"
MASTER_KEY_BYTES = 96


class Cipher(Protocol):
    """Turns text or bytes into ciphertext and back; the deterministic form alone can be looked up."""

    def encrypt(self, value: str | bytes, *, deterministic: bool) -> Binary: ...

    def decrypt(self, ciphertext: Binary) -> str | bytes: ...

    def ensure_key(self) -> bool: ...

    def has_key(self) -> bool: ...

    def fits(self) -> bool: ...


class CipherMissing(RuntimeError):
    """An encrypted field was used before `app.py` handed over a cipher."""


class _Holder:
    cipher: Cipher | None = None


def use(cipher: Cipher | None) -> None:
    """Hand over the cipher that every encrypted field uses from now on."""
    _Holder.cipher = cipher


def current() -> Cipher:
    """The cipher in use; raises CipherMissing."""
    if _Holder.cipher is None:
        raise CipherMissing("models.cipher.use() has not been called")
    return _Holder.cipher


class MongoCipher:
    """MongoDB's client-side field level encryption with a local master key and a key vault in the database.

    The data key is wrapped by the master key, so the master key can be rotated without rewriting data.
    """

    def __init__(self, client: MongoClient[Any], database: str, key_material: str) -> None:
        from pymongo.synchronous.encryption import (
            ClientEncryption,  # the import is slow; commands without a database skip it
        )

        self._vault = client[database]["key_vault"]
        self._encryption: Any = ClientEncryption(
            {"local": {"key": master_key(key_material)}},
            f"{database}.key_vault",
            client,
            CodecOptions(uuid_representation=4),
        )

    def ensure_key(self) -> bool:
        """Make the vault's index and the data key where they are missing; True if a key was made."""
        self._vault.create_index(
            "keyAltNames", unique=True, partialFilterExpression={"keyAltNames": {"$exists": True}}, name="key_alt_names"
        )
        if self.has_key():
            return False
        self._encryption.create_data_key("local", key_alt_names=[KEY_NAME])
        return True

    def has_key(self) -> bool:
        """Whether the data key stands in the vault."""
        return self._vault.find_one({"keyAltNames": KEY_NAME}, {"_id": 1}) is not None

    def fits(self) -> bool:
        """Whether the master key opens the data key that stands in the vault."""
        try:
            self.encrypt("", deterministic=True)
        except EncryptionError as error:
            if isinstance(error.cause, PyMongoError):  # the database's fault, not the key's
                raise error.cause from error
            return False
        return True

    def encrypt(self, value: str | bytes, *, deterministic: bool) -> Binary:
        algorithm = f"AEAD_AES_256_CBC_HMAC_SHA_512-{'Deterministic' if deterministic else 'Random'}"
        return Binary(self._encryption.encrypt(value, algorithm, key_alt_name=KEY_NAME), CIPHERTEXT)

    def decrypt(self, ciphertext: Binary) -> str | bytes:
        plain = self._encryption.decrypt(ciphertext)
        return plain if isinstance(plain, str) else bytes(plain)


class MemoryCipher:
    """For tests on mongomock: the same shapes and refusals without a key vault; it hides nothing."""

    def ensure_key(self) -> bool:
        return False

    def has_key(self) -> bool:
        return True

    def fits(self) -> bool:
        return True

    def encrypt(self, value: str | bytes, *, deterministic: bool) -> Binary:
        salt = b"\0" * 8 if deterministic else os.urandom(8)
        kind, plain = (b"t", value.encode()) if isinstance(value, str) else (b"b", bytes(value))
        return Binary(salt + kind + plain[::-1], CIPHERTEXT)

    def decrypt(self, ciphertext: Binary) -> str | bytes:
        plain = bytes(ciphertext)[9:][::-1]
        return plain.decode() if bytes(ciphertext)[8:9] == b"t" else plain


def master_key(key_material: str) -> bytes:
    """The 96-byte master key drawn from the setting's text (HKDF-SHA512); the same text always gives the same key."""
    return HKDF(SHA512(), MASTER_KEY_BYTES, salt=b"husrom", info=b"field encryption").derive(key_material.encode())
