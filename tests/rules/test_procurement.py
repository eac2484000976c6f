"""Which results of a procurement's phases stand, what lacks, and what rests on what (S000)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules import procurement
from rules.partner_policy import WantedResult
from rules.procurement import Authority, Call, Facts
from rules.terms import AgreementKind, Lack, Phase, ResultSort

TODAY = date(2026, 11, 22)
REFERRAL, ALLOCATION = AgreementKind.REFERRAL, AgreementKind.ALLOCATION


def wanted(phase: Phase, code: str, sort: ResultSort, *, required: bool = True) -> WantedResult:
    return WantedResult(phase=phase, code=code, label=code, sort=sort, required=required)


WANTED = (
    wanted(Phase.ANCHORING, "overview", ResultSort.NEED_OVERVIEW),
    wanted(Phase.ANCHORING, "bank", ResultSort.NOTED),
    wanted(Phase.ANCHORING, "mandate", ResultSort.MANDATE),
    wanted(Phase.NEED, "call", ResultSort.ANNOUNCEMENT),
    wanted(Phase.NEED, "meeting", ResultSort.NOTED, required=False),
    wanted(Phase.CHOICE, "bids", ResultSort.BIDS),
    wanted(Phase.CHOICE, "choice", ResultSort.CHOICE),
    wanted(Phase.AGREEMENT, "agreement", ResultSort.AGREEMENT),
    wanted(Phase.AGREEMENT, "registered", ResultSort.REGISTERED),
    wanted(Phase.AGREEMENT, "paid_out", ResultSort.PAID_OUT),
)
AUTHORITY = Authority(
    decided_on=date(2026, 3, 12), withdrawn=False, valid_until=date(2026, 12, 31), kinds=frozenset({REFERRAL})
)
FULL = Facts(
    today=TODAY, wanted=WANTED, noted=frozenset({"bank"}), overview=True, authority=AUTHORITY,
    call=Call(kind=REFERRAL, bids_by=date(2026, 11, 1)), received=3, bids=2, unscored=0, chosen=True, agreements=1,
    signed=1,
)  # fmt: skip
OPEN_CALL = Call(kind=REFERRAL, bids_by=TODAY)


@pytest.mark.parametrize(
    ("changed", "code", "lack"),
    [
        ({}, None, None),
        ({"overview": None}, "overview", Lack.NO_OVERVIEW),
        ({"overview": False}, "overview", Lack.OVERVIEW_DRAFT),
        ({"noted": frozenset()}, "bank", Lack.NOT_NOTED),
        ({"authority": None}, "mandate", Lack.NO_MANDATE),
        ({"authority": replace(AUTHORITY, withdrawn=True)}, "mandate", Lack.MANDATE_WITHDRAWN),
        ({"authority": replace(AUTHORITY, decided_on=date(2026, 11, 23))}, "mandate", Lack.MANDATE_NOT_YET),
        ({"authority": replace(AUTHORITY, valid_until=date(2026, 11, 21))}, "mandate", Lack.MANDATE_EXPIRED),
        ({"authority": replace(AUTHORITY, valid_until=TODAY)}, None, None),
        ({"authority": replace(AUTHORITY, valid_until=None)}, None, None),
        ({"authority": replace(AUTHORITY, kinds=frozenset({ALLOCATION}))}, "mandate", Lack.MANDATE_OTHER_KINDS),
        ({"bids": 0}, "bids", Lack.NO_BIDS),
        ({"unscored": 1}, "bids", Lack.UNSCORED),
        ({"call": OPEN_CALL}, "bids", Lack.CALL_OPEN),
        ({"chosen": False}, "choice", Lack.NOT_CHOSEN),
        ({"unregistered": 1}, "registered", Lack.NOT_REGISTERED),
        ({"unpaid": 1}, "paid_out", Lack.NOT_PAID_OUT),
    ],
)
def test_every_result_tells_what_it_lacks(changed: dict[str, Any], code: str | None, lack: Lack | None) -> None:
    found = procurement.missing(replace(FULL, **changed), Phase.OPERATION)
    assert [(one.code, one.lack) for one in found] == ([(code, lack)] if code else [])


def test_what_is_not_signed_is_neither_registered_nor_paid_out() -> None:
    found = procurement.missing(replace(FULL, signed=0), Phase.AGREEMENT)
    assert [(one.code, one.lack) for one in found] == [
        (code, Lack.NOT_SIGNED) for code in ("agreement", "registered", "paid_out")
    ]


@pytest.mark.parametrize(
    ("last", "codes"),
    [
        (Phase.ANCHORING, ["overview", "bank", "mandate"]),
        (Phase.NEED, ["overview", "bank", "mandate", "call"]),
        (Phase.CHOICE, ["overview", "bank", "mandate", "call", "bids", "choice"]),
        (
            Phase.OPERATION,
            ["overview", "bank", "mandate", "call", "bids", "choice", "agreement", "registered", "paid_out"],
        ),
    ],
)
def test_nothing_stands_at_the_start_and_what_is_not_required_never_lacks(last: Phase, codes: list[str]) -> None:
    assert [one.code for one in procurement.missing(Facts(today=TODAY, wanted=WANTED), last)] == codes


def test_an_authority_is_asked_of_no_kind_before_the_call() -> None:
    facts = Facts(today=TODAY, wanted=WANTED, authority=replace(AUTHORITY, kinds=frozenset({ALLOCATION})))
    assert "mandate" not in [one.code for one in procurement.missing(facts, Phase.ANCHORING)]


NONE = Facts(today=TODAY, wanted=WANTED)


@pytest.mark.parametrize(
    ("phase", "finished", "facts", "on"),
    [
        (Phase.ANCHORING, [], NONE, None),
        (Phase.ANCHORING, [], replace(NONE, call=OPEN_CALL), "announcement"),
        (Phase.ANCHORING, [Phase.NEED], NONE, "later_phase"),
        (Phase.NEED, [Phase.ANCHORING], replace(NONE, call=OPEN_CALL), None),
        (Phase.NEED, [Phase.ANCHORING], replace(NONE, call=OPEN_CALL, received=1), "bids"),
        (Phase.CHOICE, [], replace(NONE, chosen=True), None),
        (Phase.CHOICE, [], replace(NONE, agreements=1), "agreement"),
        (Phase.AGREEMENT, [], FULL, None),
        (Phase.AGREEMENT, list(Phase), FULL, "later_phase"),
        (Phase.OPERATION, list(Phase), FULL, None),
    ],
)
def test_what_rests_on_a_phase(phase: Phase, finished: list[Phase], facts: Facts, on: str | None) -> None:
    assert procurement.rests_on(phase, finished, facts) == on


@pytest.mark.parametrize(
    ("finished", "first"),
    [
        ([], Phase.ANCHORING),
        ([Phase.ANCHORING], Phase.NEED),
        ([Phase.NEED], Phase.ANCHORING),
        (list(Phase), None),
    ],
)
def test_the_phase_that_it_has_come_to(finished: list[Phase], first: Phase | None) -> None:
    assert procurement.first_unfinished(finished) is first


@pytest.mark.parametrize(
    "written",
    [
        "2026/1", " 2026 / 1", "2026\\1", "2026\N{FRACTION SLASH}1", "2026/ 1 ", "2026\N{NO-BREAK SPACE}/1",
        "2026/1\N{ZERO WIDTH SPACE}", "2026\N{WORD JOINER}/1", "2026/\N{SOFT HYPHEN}1", "2026/001",
        "\N{FULLWIDTH DIGIT TWO}026/\N{FULLWIDTH DIGIT ONE}", "2026\N{FULLWIDTH SOLIDUS}1",
    ],
)  # fmt: skip
def test_a_case_number_is_one_however_it_is_written(written: str) -> None:
    assert procurement.case_key(written) == "2026/1"


@pytest.mark.parametrize(
    "dash", ["-", "\N{EN DASH}", "\N{EM DASH}", "\N{NON-BREAKING HYPHEN}", "\N{MINUS SIGN}", "\N{HYPHEN}"]
)
def test_a_dash_in_a_case_number_is_the_stroke_that_others_write(dash: str) -> None:
    assert procurement.case_key(f"2026{dash}77") == procurement.case_key("2026/77")


@pytest.mark.parametrize(("one", "other"), [("2026/10", "2026/1"), ("2026/0", "2026/"), ("2026/101", "2026/11")])
def test_a_nought_that_counts_is_kept(one: str, other: str) -> None:
    assert procurement.case_key(one) != procurement.case_key(other)


def test_case_numbers_differ_by_more_than_how_they_are_written() -> None:
    assert procurement.case_key("PS 12/26") == procurement.case_key("ps 12/26") != procurement.case_key("PS 1/226")


def test_earlier_work_is_at_most_five_years_older_than_the_procurement() -> None:
    began = date(2026, 9, 1)
    assert not procurement.too_early(date(2021, 9, 1), began)
    assert procurement.too_early(date(2021, 8, 31), began)
