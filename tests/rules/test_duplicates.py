"""When two records may be one person, and when they may become one; each row under its sentence."""

from datetime import date
from typing import Any

import pytest

from rules.duplicates import MergeFacts, PersonFacts, check_merge, likenesses
from rules.errors import MergeRefused
from rules.terms import ApplicationKind, IdentityKind, Likeness

BORN, LATER = date(1990, 5, 17), date(1991, 5, 17)
NATIONAL, SYNTHETIC, D_NUMBER = IdentityKind.NATIONAL, IdentityKind.SYNTHETIC, IdentityKind.D_NUMBER


def _facts(**values: Any) -> PersonFacts:
    return PersonFacts(**{"name": "nordmann kari"} | values)


def _numbered(number: str, kind: IdentityKind, **values: Any) -> PersonFacts:
    return _facts(number=number, number_kind=kind, **values)


ALIKE = {
    "same name and birth date": (_facts(born_on=BORN), _facts(born_on=BORN), (Likeness.NAME_AND_BIRTH,)),
    "a name alone says nothing": (_facts(), _facts(), ()),
    "a birth date alone says nothing": (_facts(born_on=BORN), _facts(name="hansen per", born_on=BORN), ()),
    "no name never equals no name": (_facts(name=None, born_on=BORN), _facts(name=None, born_on=BORN), ()),
    "an empty name never equals an empty name": (_facts(name="", born_on=BORN), _facts(name="", born_on=BORN), ()),
    "no birth date never equals no birth date": (_facts(born_on=None), _facts(born_on=None), ()),
    "an empty telephone never equals an empty one": (_facts(phone="", email=""), _facts(phone="", email=""), ()),
    "same name and telephone": (_facts(phone="99887766"), _facts(phone="99887766", born_on=BORN), (Likeness.PHONE,)),
    "same name and e-mail, whatever its case": (
        _facts(email="Kari@a.no"), _facts(email="kari@a.no"), (Likeness.EMAIL,),
    ),
    "a parent and a child may share name and telephone": (
        _facts(phone="99887766", born_on=BORN), _facts(phone="99887766", born_on=LATER), (),
    ),
    "a telephone with another name says nothing": (_facts(phone="1"), _facts(name="hansen per", phone="1"), ()),
    "a D-number and a later number": (
        _numbered("4", D_NUMBER, born_on=BORN), _numbered("5", NATIONAL, born_on=BORN), (Likeness.NEW_NUMBER,),
    ),
    "a D-number and no number": (
        _numbered("4", D_NUMBER, born_on=BORN), _facts(born_on=BORN), (Likeness.NAME_AND_BIRTH,),
    ),
    "two full numbers are two persons": (
        _numbered("4", NATIONAL, born_on=BORN, phone="1"), _numbered("5", NATIONAL, born_on=BORN, phone="1"), (),
    ),
    "a synthetic number is a full one": (
        _numbered("4", SYNTHETIC, born_on=BORN), _numbered("5", SYNTHETIC, born_on=BORN), (),
    ),
    "the same number is the same person whatever the name": (
        _numbered("4", NATIONAL), _facts(name="hansen per", number="4", number_kind=NATIONAL), (Likeness.NUMBER,),
    ),
    "an empty number never equals an empty number": (_facts(number=""), _facts(number=""), ()),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other", "why"), ALIKE.values(), ids=ALIKE.keys())
def test_why_two_may_be_one(one: PersonFacts, other: PersonFacts, why: tuple[Likeness, ...]) -> None:
    assert likenesses(one, other) == likenesses(other, one) == why


NEW, SWAP = ApplicationKind.NEW, ApplicationKind.SWAP


def _one(identity: str = "1", **values: Any) -> MergeFacts:
    return MergeFacts(**{"id": identity, "merged": False} | values)


MERGED = {
    "two that nothing parts": (_one(), _one("2"), None),
    "the same record": (_one(), _one(), "same"),
    "one that is merged already": (_one(), _one("2", merged=True), "merged"),
    "two full numbers": (_one(numbers={"4"}), _one("2", numbers={"5"}), "other_number"),
    "one full number": (_one(numbers={"4"}), _one("2"), None),
    "the same full number": (_one(numbers={"4"}), _one("2", numbers={"4"}), None),
    "both with an open application of one kind": (_one(open_kinds={NEW}), _one("2", open_kinds={NEW}), "both_open"),
    "open applications of different kinds": (_one(open_kinds={NEW}), _one("2", open_kinds={SWAP}), None),
    "both with an accepted offer": (_one(accepted_offer=True), _one("2", accepted_offer=True), "offers"),
    "one with an accepted offer": (_one(accepted_offer=True), _one("2"), None),
}


@pytest.mark.parametrize(("one", "other", "why"), MERGED.values(), ids=MERGED.keys())
def test_which_two_may_become_one(one: MergeFacts, other: MergeFacts, why: str | None) -> None:
    for first, second in ((one, other), (other, one)):
        if why is None:
            check_merge(first, second)
            continue
        with pytest.raises(MergeRefused) as refused:
            check_merge(first, second)
        assert refused.value.why == why
