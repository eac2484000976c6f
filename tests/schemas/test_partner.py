"""What landlords' systems send is read strictly, and every field of the partner API says what it is."""

import inspect
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError, fields

from rules import public_ids
from rules.terms import NoticeState, ReferralState, RejectionReason
from schemas.partner import agreements, homes, hooks, households, tenancies
from schemas.partner import faults as faults_module
from schemas.partner.faults import TEXTS, Fault
from schemas.partner.fields import Answer, Body
from tests.conftest import ROOT

STAFF_ALONE = {"nothing_said"}
MODULES = (agreements, homes, hooks, households, tenancies)
SCHEMAS = [
    kind for module in MODULES for kind in vars(module).values()
    if inspect.isclass(kind) and issubclass(kind, Schema) and kind not in (Answer, Body)
]  # fmt: skip
VACANCY = {"dwelling": "B1", "available_from": "2026-12-01", "rent_ore": 950_000}
PROPOSED = {
    "project": "Fjordgløtt", "address": "Sjøgata 2", "postcode": "9405", "kind": "flat", "rooms": 2, "area_m2": 48,
    "rent_ore": 1,
}  # fmt: skip


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda kind: kind.__name__)
def test_every_field_is_described_with_an_example_that_it_accepts(schema: type[Schema]) -> None:
    for name, field in schema().fields.items():
        assert field.metadata.get("description"), name
        if not isinstance(field, fields.Nested):
            example = field.metadata["example"]
            assert example is not None, name
            if not field.dump_only:
                field.deserialize(example)


def faults(schema: type[Schema], body: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        schema().load(body)
    found = refused.value.messages_dict
    return {name: [getattr(one, "code", one) for one in said] for name, said in found.items()}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("rent_ore", "950000", "whole"),
        ("rent_ore", True, "whole"),
        ("rent_ore", 1.5, "whole"),
        ("rent_ore", -1, "range"),
        ("rent_ore", 10**30, "range"),
        ("rent_ore", float("inf"), "whole"),
        ("rent_ore", float("nan"), "whole"),
        ("rent_ore", None, "null"),
        ("rent_ore", [], "whole"),
        ("available_from", "01.12.2026", "day"),
        ("available_from", "20261201", "day"),
        ("available_from", "2026-W49-2", "day"),
        ("available_from", "2026-02-30", "day"),
        ("available_from", "2026-12-01T00:00:00Z", "day"),
        ("available_from", "0001-01-01", "day_range"),
        ("available_from", 20261201, "day"),
        ("dwelling", "B 1", "pattern"),
        ("dwelling", "~%%", "pattern"),
        ("dwelling", "x" * 500, "pattern"),
        ("note", "a\x00b", "characters"),
        ("note", "\ud800", "characters"),
        ("note", "x" * 1001, "too_long"),
        ("note", "   ", "too_short"),
        ("note", 5, "text"),
        ("tenant", "Kari", "unknown"),
    ],
)
def test_a_field_that_is_not_as_it_says_is_refused_by_name(field: str, value: Any, code: str) -> None:
    assert faults(homes.VacancyReported, VACANCY | {field: value}) == {field: [code]}


@pytest.mark.parametrize("body", [None, [], "x", 5, True])
def test_a_body_that_is_no_object_is_refused(body: Any) -> None:
    assert faults(homes.VacancyReported, body) == {"_schema": ["object"]}


def test_what_is_right_is_read_as_what_it_is() -> None:
    read = homes.VacancyReported().load(VACANCY | {"note": " Nymalt. ", "answer_by": None, "rent_ore": 5.0})
    assert read == {
        "dwelling": "B1",
        "available_from": date(2026, 12, 1),
        "rent_ore": 5,
        "note": "Nymalt.",
        "answer_by": None,
    }
    assert faults(homes.DwellingProposed, PROPOSED | {"lift": "ja"}) == {"lift": ["yes_no"]}
    assert faults(homes.DwellingProposed, PROPOSED | {"kind": "castle"}) == {"kind": ["choice"]}
    assert faults(homes.DwellingProposed, PROPOSED | {"area_m2": "48"}) == {"area_m2": ["number"]}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, {"state": ["required"]}),
        ({"state": "lease_signed"}, {"state": ["choice"]}),
        ({"state": "viewing"}, {"viewing_at": ["needed_for"]}),
        ({"state": "viewing", "viewing_at": "2026-12-01T12:00:00"}, {"viewing_at": ["moment"]}),
        ({"state": "viewing", "viewing_at": "2026-12-01"}, {"viewing_at": ["moment"]}),
        ({"state": "viewing", "viewing_at": "2026-12-01T25:00:00Z"}, {"viewing_at": ["moment"]}),
        ({"state": "rejected_by_landlord"}, {"reason": ["needed_for"]}),
        ({"state": "rejected_by_landlord", "reason": "religion"}, {"reason": ["choice"]}),
        ({"state": "accepted", "reason": "no_show"}, {"reason": ["belongs"]}),
        ({"state": "accepted", "note": "Fint."}, {"note": ["belongs"]}),
    ],
)
def test_each_answer_to_a_referral_has_its_own_fields(body: Any, expected: Any) -> None:
    assert faults(households.ReferralAnswer, body) == expected


def test_answers_to_a_referral_are_read() -> None:
    viewing = households.ReferralAnswer().load({"state": "viewing", "viewing_at": "2026-12-01T12:00:00+01:00"})
    assert viewing["viewing_at"] == datetime(2026, 12, 1, 11, tzinfo=UTC)
    no = households.ReferralAnswer().load({"state": "rejected_by_landlord", "reason": "no_show", "note": "Kl. 12."})
    assert (no["state"], no["reason"]) == (ReferralState.REJECTED, RejectionReason.NO_SHOW)


def test_a_withdrawn_notice_is_not_changed_as_well() -> None:
    assert homes.VacancyChange().load({"state": "withdrawn"}) == {"state": NoticeState.WITHDRAWN}
    assert faults(homes.VacancyChange, {"state": "withdrawn", "rent_ore": 5}) == {"state": ["alone"]}
    assert faults(homes.VacancyChange, {"state": "let"}) == {"state": ["choice"]}


def test_events_are_different_and_at_least_one() -> None:
    url = {"url": "https://utleier.example/x"}
    assert faults(hooks.WebhookRegistered, url | {"events": []}) == {"events": ["list_length"]}
    assert faults(hooks.WebhookRegistered, url | {"events": ["referral.created"] * 2}) == {"events": ["twice"]}
    assert faults(hooks.WebhookRegistered, url | {"events": "referral.created"}) == {"events": ["list"]}


@pytest.mark.parametrize("code", TEXTS)
def test_every_fault_has_two_languages_with_the_same_data(code: str) -> None:
    data = dict.fromkeys(("least", "most", "example", "choices", "with_field", "state", "other"), "§")
    fault = Fault(code, **data)
    assert fault.text("nb") == fault != fault.text("en")
    assert fault.text("nb").count("§") == fault.text("en").count("§")


@given(st.text(min_size=1, max_size=160).filter(lambda text: text.isprintable()))
def test_every_number_has_one_id_in_addresses_and_is_found_again(number: str) -> None:
    held = public_ids.public(number)
    assert public_ids.number(held) == number
    assert not set(held) & set("/?#% &+")


@pytest.mark.parametrize("strange", ["", "~", "~%", "~!!", "æ", "a b", "~Qg", "~Qjk", "../x", "~QjE="])
def test_what_no_number_is_written_as_is_none(strange: str) -> None:
    assert public_ids.number(strange) is None


HOUSE = ("rules/referrals.py", "rules/landlord_leases.py", "rules/proposed_homes.py", "services/notices",
         "services/proposals", "services/landlord_leases", "services/referrals", "services/webhooks")  # fmt: skip


def test_what_the_house_finds_wrong_with_a_field_has_words() -> None:
    paths = [
        found for name in HOUSE for found in ([ROOT / name] if name.endswith(".py") else (ROOT / name).glob("*.py"))
    ]
    told = re.compile(r'(?:problems|found)\["\w+"\] = "(\w+)"|InvalidRecord\([^)]*\{[^}]*"\w+": "(\w+)"')
    codes = {code for path in paths for pair in told.findall(path.read_text("utf-8")) for code in pair if code}
    assert len(codes) > 15
    assert {code for code in codes if faults_module.known(code).code == "not_valid"} <= STAFF_ALONE
