"""The terms that a lease may be written on: how long, why short, what is due, what secures it (husleieloven)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import lease_terms
from rules.errors import HusromError, InvalidRecord, SecurityTooHigh, StartTooEarly, TermTooShort
from rules.lease_terms import Contract, check_contract, last_day
from rules.terms import Security

BASE = Contract(starts_on=date(2026, 12, 1), months=36, rent_ore=800_000)
WHY, WEIGHTY = {"short_reason": "Gjennomgangsbolig."}, {"weighty_reason": "Behandlingen er utsatt."}


def of(**values: Any) -> Contract:
    return replace(BASE, **values)


def refused(terms: Contract, *, by_leader: bool = False) -> str:
    try:
        check_contract("B1001", terms, by_leader=by_leader)
    except TermTooShort as error:
        return error.why
    return ""


@pytest.mark.parametrize(
    ("terms", "by_leader", "why"),
    [
        pytest.param(of(), False, "", id="three years is the usual term"),
        pytest.param(of(months=None), False, "", id="open-ended is possible"),
        pytest.param(of(months=60), False, "", id="longer than three years is possible"),
        pytest.param(of(months=35, **WHY), False, "", id="under three years on special grounds"),
        pytest.param(of(months=35), False, "no_grounds", id="not under three years without grounds"),
        pytest.param(of(months=35, short_reason=" \n"), False, "no_grounds", id="blanks are no grounds"),
        pytest.param(
            of(months=12, section_11_1=False, **WHY), False, "not_section_11_1", id="not short outside § 11-1"
        ),
        pytest.param(of(months=36, section_11_1=False), False, "", id="three years need no § 11-1"),
        pytest.param(
            of(months=12, earlier_short=1, **WHY), True, "no_weighty_grounds", id="a second short one needs more"
        ),
        pytest.param(of(months=12, earlier_short=1, **WHY, **WEIGHTY), False, "not_by_leader", id="nor by anybody"),
        pytest.param(of(months=12, earlier_short=1, **WHY, **WEIGHTY), True, "", id="by a unit leader, in writing"),
        pytest.param(of(months=36, earlier_short=2), False, "", id="a long one after short ones needs nothing"),
    ],
)
def test_how_short_a_lease_may_be(terms: Contract, by_leader: bool, why: str) -> None:
    assert refused(terms, by_leader=by_leader) == why


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"rent_ore": 0}, "rent_ore", id="a lease has a rent"),
        pytest.param({"months": 0}, "months", id="a term lasts at least a month"),
        pytest.param({"security": Security.DEPOSIT}, "security_ore", id="a security has an amount"),
        pytest.param({"security_ore": 100}, "security", id="an amount secures as something"),
    ],
)
def test_what_a_contract_cannot_leave_out(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRecord) as refusal:
        check_contract("B1001", of(**values), by_leader=True)
    assert set(refusal.value.problems) == {field}


def test_security_is_at_most_six_months_rent_and_electricity_is_none() -> None:
    most = 6 * 900_000
    held = of(extras_ore=125_000, power_ore=25_000, security=Security.NAV_GUARANTEE, security_ore=most)
    check_contract("B1001", held, by_leader=False)
    with pytest.raises(SecurityTooHigh) as refusal:
        check_contract("B1001", replace(held, security_ore=most + 1), by_leader=False)
    assert refusal.value.most_ore == most


def test_a_lease_begins_when_the_dwelling_is_free() -> None:
    check_contract("B1001", BASE, by_leader=False, free_from=BASE.starts_on)
    with pytest.raises(StartTooEarly):
        check_contract("B1001", BASE, by_leader=False, free_from=BASE.starts_on + timedelta(days=1))


@pytest.mark.parametrize(
    ("ended_on", "began"),
    [
        pytest.param(None, True, id="one that runs"),
        pytest.param(date(2026, 12, 1), True, id="one that ended on its first day"),
        pytest.param(date(2026, 11, 30), False, id="one that was cancelled before the keys"),
    ],
)
def test_a_cancelled_lease_never_began(ended_on: date | None, began: bool) -> None:
    assert lease_terms.began(BASE.starts_on, ended_on) is began


@given(
    starts_on=st.dates(date(2000, 1, 1), date(2090, 12, 31)),
    months=st.none() | st.integers(1, 600),
    section_11_1=st.booleans(),
    short_reason=st.sampled_from(["", "  ", "Grunn."]),
    weighty_reason=st.sampled_from(["", "Tungt."]),
    earlier_short=st.integers(0, 2),
    by_leader=st.booleans(),
)
def test_whatever_is_accepted_is_lawful(by_leader: bool, **values: Any) -> None:
    terms = of(**values)
    try:
        check_contract("B1001", terms, by_leader=by_leader)
    except HusromError:
        assert terms.months is not None
        assert terms.months < lease_terms.MIN_TERM_MONTHS  # nothing else about these terms can be wrong
        return
    if terms.ends_on is None or terms.ends_on >= last_day(terms.starts_on, 36):
        return
    assert terms.section_11_1
    assert terms.short_reason.strip()
    if terms.earlier_short:
        assert terms.weighty_reason.strip()
        assert by_leader


@pytest.mark.parametrize(
    ("starts_on", "months", "last"),
    [
        pytest.param(date(2026, 12, 1), 36, date(2029, 11, 30), id="the day before the same day"),
        pytest.param(date(2025, 3, 1), 36, date(2028, 2, 29), id="up to and with a leap day"),
        pytest.param(date(2028, 2, 29), 36, date(2031, 2, 28), id="whole years from a leap day, not a day less"),
        pytest.param(date(2026, 8, 31), 6, date(2027, 2, 28), id="whole months from the last of one, not a day less"),
    ],
)
def test_a_term_is_never_a_day_short_of_its_months(starts_on: date, months: int, last: date) -> None:
    assert last_day(starts_on, months) == last
    assert not lease_terms.is_short(starts_on, last_day(starts_on, 36))
    assert lease_terms.is_short(starts_on, last_day(starts_on, 36) - timedelta(days=1))
