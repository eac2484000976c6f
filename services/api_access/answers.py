"""Answers to calls under an `Idempotency-Key`: claimed before the work, kept a week, so that nothing is made twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bson import ObjectId
from mongoengine import NotUniqueError

from models import IdempotentAnswer

WEEK = timedelta(days=7)
AT_WORK = timedelta(seconds=60)  # longer than any call of ours: one that has not answered by then has died


class KeyBusy(Exception):
    """The first call under the key is still at work."""


class KeyOtherCall(Exception):
    """The key was used for another call."""


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """The right to do the work, or the answer that it had; `made` is the id that the new record is to have."""

    key: str
    made: ObjectId
    until: datetime
    status: int | None = None
    body: bytes = b""
    headers: Mapping[str, str] | None = None


def claim(landlord: ObjectId, key: str, fingerprint: str, now: datetime) -> Claimed:
    """Take the work on, or learn how it was answered. One write where the key is new.

    Raises KeyBusy, KeyOtherCall.
    """
    name, until = f"{landlord}:{sha256(key.encode()).hexdigest()}", now + AT_WORK
    claimed = Claimed(key=name, made=ObjectId(), until=until)
    fresh = IdempotentAnswer(
        key=name,
        landlord=landlord,
        fingerprint=fingerprint,
        made=claimed.made,
        claimed_until=until,
        expires_at=now + WEEK,
    )
    try:
        fresh.save(force_insert=True)
    except NotUniqueError:
        return _known(name, fingerprint, now)
    return claimed


def _known(name: str, fingerprint: str, now: datetime) -> Claimed:
    stored: Any = IdempotentAnswer.objects(pk=name).first()
    if stored is None:  # its week ended between our two looks
        raise KeyBusy
    if stored.fingerprint != fingerprint:
        raise KeyOtherCall
    if stored.status is not None:
        return Claimed(
            key=name,
            made=stored.made,
            until=stored.claimed_until,
            status=stored.status,
            body=stored.body or b"",
            headers=dict(stored.headers),
        )
    until = now + AT_WORK
    free = IdempotentAnswer.objects(pk=name, claimed_until=stored.claimed_until, claimed_until__lte=now)
    if stored.claimed_until > now or not free.update_one(set__claimed_until=until):
        raise KeyBusy
    return Claimed(key=name, made=stored.made, until=until)


def remember(claimed: Claimed, status: int, body: bytes, headers: Mapping[str, str]) -> None:
    """Keep the answer for who sends the same again; the body is stored encrypted, as it may tell of a person."""
    mine = IdempotentAnswer.objects(pk=claimed.key, claimed_until=claimed.until)
    mine.update_one(set__status=status, set__body=body, set__headers=dict(headers))


def let_go(claimed: Claimed, now: datetime) -> None:
    """Give the work back: it was refused or failed, and may be tried again under the same key."""
    IdempotentAnswer.objects(pk=claimed.key, claimed_until=claimed.until).update_one(set__claimed_until=now)
