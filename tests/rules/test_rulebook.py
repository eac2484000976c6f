"""The rulebook's data: read as values, and refused with the place and the reason, whatever is wrong with it."""

import tomllib
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest

from rules import rulebook, rulebook_checks, rulebook_text
from rules.policy import LANGUAGES, TEXTS
from rules.reading import RulebookInvalid
from rules.rulebook_text import Places, line_of, parse_text
from rules.terms import (
    ChoosingBody,
    DecidingBody,
    LegalBasis,
    PrioritySort,
    RequirementSort,
    TargetGroup,
    VacancyStep,
)
from tests.conftest import ROOT


@cache
def source() -> str:
    return (ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8")


def refused(changed: str) -> tuple[str, str, int | None]:
    with pytest.raises(RulebookInvalid) as caught:
        parse_text(2, changed)
    return caught.value.where, caught.value.reason, caught.value.line


def line_with(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if part in line)


def test_the_default_is_harstads_musts_factors_and_committee() -> None:
    rules = parse_text(1, source())
    musts = {one.code: one for one in rules.policy.requirements}
    assert musts["age"].at_least == 18
    assert musts["resident"].exempt == {TargetGroup.REFUGEE, TargetGroup.EMPLOYEE}
    assert [one.sort for one in musts.values()].count(RequirementSort.ANSWERED) == 2
    assert [one.code for one in rules.policy.factors] == ["stability", "living_skills", "refused_offers", "breaches"]
    assert rules.policy.deciding.bodies[LegalBasis.LOCAL_GUIDELINES] is DecidingBody.COMMITTEE
    assert [one.sort for one in rules.policy.priority] == [
        PrioritySort.SITUATION, PrioritySort.CHILDREN, PrioritySort.SCORE
    ]  # fmt: skip
    assert (rules.letting.with_services, rules.letting.ordinary) == (ChoosingBody.CONSULTANTS, ChoosingBody.COMMITTEE)
    assert set(rules.letting.step_days) == set(VacancyStep)
    assert rules.letting.security_before_keys is True
    assert (rules.appeal_weeks, rules.policy.swaps, rules.policy.lease_months) == (3, 1, 36)
    assert {language: set(texts) for language, texts in rules.policy.texts.items()} == {
        language: set(TEXTS) for language in LANGUAGES
    }


def test_every_value_of_the_default_without_a_source_says_so() -> None:
    without = (
        "posting_days", "answer_days", "reassessment_days", "deferral_days", "telling_days", "very_slow_months",
        "appeal_soon_days", "lease_months", "agreement_months", "review_months", "quorum", "extra_rooms",
        "overview_days", "hearing_days", "unjustified_months", "unjustified_count", "due_day", "short_term_months",
    )  # fmt: skip
    for name in without:
        line = next(line for line in source().split("\n") if line.startswith(f"{name} = "))
        assert "ikke i kildene" in line, name


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [("referral_years = 20", "referral_years = 15"), ("allocation_years = 30", "allocation_years = 20"),
     ("referral_percent = 40", "referral_percent = 50"), ('code = "trained"', 'code = "schooled"')],
)  # fmt: skip
def test_a_version_that_was_published_below_what_is_now_the_least_is_read_as_it_stands(
    written: str, otherwise: str
) -> None:
    assert written in source()
    assert rulebook.parse(3, rulebook_text.content_of(source().replace(written, otherwise))).number == 3


FAULTS = [  # what is written otherwise, what that comes to: where, why, and the line it stands on (None: by its words)
    ("appeal_weeks = 3", "appeal_wekes = 3", "deadlines.appeal_wekes", "unused"),
    ("appeal_weeks = 3", "appeal_weeks = 2", "deadlines.appeal_weeks", "below_law"),
    ("appeal_weeks = 3", "appeal_weeks = 10001", "deadlines.appeal_weeks", "too_large"),
    ("appeal_weeks = 3", 'appeal_weeks = "3"', "deadlines.appeal_weeks", "wrong_sort"),
    ("appeal_weeks = 3", "appeal_weeks = true", "deadlines.appeal_weeks", "wrong_sort"),
    ("posting_days = 3", "posting_days = -3", "deadlines.posting_days", "negative"),
    ("slow_months = 1", "slow_months = 2", "deadlines.slow_months", "above_law"),
    ("very_slow_months = 2", "very_slow_months = 0", "deadlines.very_slow_months", "before_slow"),
    ("lease_months = [6, 3]", "lease_months = [3, 6]", "reminders.lease_months", "two_falling_numbers"),
    ("lease_months = [6, 3]", "lease_months = [true, false]", "reminders.lease_months", "two_falling_numbers"),
    ('step = "contact_nav"', 'step = "contact_household"', "arrears.1.step", "twice"),
    ("after_days = 14", "after_days = 3", "arrears.2.after_days", "earlier_than_before"),
    ('urgency = "soon"', 'urgency = "later"', "arrears.0.urgency", "unknown_word"),
    ("referral_percent = 40", "referral_percent = 41", "quota.referral_percent", "above_loan_rules"),
    ("small_project_homes = 5", "small_project_homes = 6", "quota.small_project_homes", "above_loan_rules"),
    ("referral_years = 20", "referral_years = 19", "agreements.referral_years", "below_loan_rules"),
    ("allocation_years = 30", "allocation_years = 29", "agreements.allocation_years", "below_loan_rules"),
    ('code = "trained"', 'code = "schooled"', "procurement_results", "results_lacking"),
    ('sort = "choice"\nrequired = true', 'sort = "choice"\nrequired = false', "procurement_results",
     "results_lacking"),
    ('code = "age"', 'code = "Alder"', "requirements.0.code", "bad_code"),
    ('code = "resident"', 'code = "age"', "requirements.1.code", "twice"),
    ('label = "Fylt 18 år"', 'label = " "', "requirements.0.label", "missing"),
    ('label = "Fylt 18 år"', f'label = "{"x" * 161}"', "requirements.0.label", "too_long"),
    ('label = "Fylt 18 år"', 'label = "Fylt \\u0000"', "requirements.0.label", "control_sign"),
    ('sort = "resident"', 'sort = "resident"\nat_least = 3', "requirements.1.at_least", "unused"),
    ('"refugee", "employee"', '"refugee", "refugee"', "requirements.1.exempt", "twice"),
    ('code = "pressing", label', 'code = "particular", label', "factors.0.levels.2.code", "twice"),
    ('label = "Svært stort behov", points = 4', 'label = "Svært"', "factors.0.levels.2.points", "missing"),
    ("points = 4", "points = 4.5", "factors.0.levels.2.points", "wrong_sort"),
    ('sort = "score"', 'sort = "factor"', "priority.2.factor", "missing"),
    ('sort = "score"', 'sort = "factor"\nfactor = "luck"', "priority.2.factor", "unknown_factor"),
    ('sort = "score"', 'sort = "children"', "priority.2.sort", "twice"),
    ('"prison"],', "],", "priority.0.order", "not_all_situations"),
    ('"institution", "prison"', '"owns", "prison"', "priority.0.order", "twice"),
    ("agencies = 2", "agencies = 3", "committee.agencies", "more_than_quorum"),
    ("quorum = 2", "quorum = 0", "committee.quorum", "zero"),
    ("four_eyes = true", "four_eyes = 1", "deciding.four_eyes", "wrong_sort"),
    ("months = 36", "months = 0", "leases.months", "zero"),
    ('with_services = "consultants"', 'with_services = "mayor"', "allocation.with_services", "unknown_word"),
    ("extra_rooms = 1", "extra_rooms = -1", "allocation.extra_rooms", "negative"),
    ("overview_days = 7", "overview_days = 0", "allocation.overview_days", "zero"),
    ("hear_unit = 2", "hear_unite = 2", "vacancy_steps.hear_unite", "unused"),
    ("hear_unit = 2", "hear_unit = true", "vacancy_steps.hear_unit", "wrong_sort"),
    ('code = "need"', 'code = "services"', "candidate_checklist.1.code", "twice"),
    ('label = "Behov i bomiljøet"', 'label = ""', "candidate_checklist.4.label", "missing"),
    ("answer_days = 7", "answer_days = 0", "offers.answer_days", "zero"),
    ("unjustified_count = 1", "unjustified_count = 0", "offers.unjustified_count", "zero"),
    ("unjustified_months = 6", "unjustified_months = 1.5", "offers.unjustified_months", "wrong_sort"),
    ("security_before_keys = true", 'security_before_keys = "ja"', "contract.security_before_keys", "wrong_sort"),
    ("due_day = 20", "due_day = 29", "contract.due_day", "no_such_day"),
    ("due_day = 20", "due_day = 0", "contract.due_day", "zero"),
    ("short_term_months = 12", "short_term_months = 36", "contract.short_term_months", "not_shorter"),
    ('code = "power"', 'code = "Strøm"', "contract_points.1.code", "bad_code"),
    ('code = "power"', 'code = "power"\nhelp = "x"', "contract_points.1.help", "unused"),
    ("least_answer_days = 5", "least_answer_days = 15", "referrals.answer_days", "below_least"),
    ("valid_days = 14", "valid_days = 93", "referrals.valid_days", "too_large"),
    ("referral_years = 20", "referral_years = 100", "agreements.referral_years", "too_large"),
    ("long_months = 60", "long_months = 12", "need.long_months", "too_small"),
    ("referral_percent = 40", "referral_percent = 0", "quota.referral_percent", "zero"),
    ('groups = ["disadvantaged"]', 'groups = ["others"]', "papers.3.groups.0", "unknown_word"),
    ("{appeal_body}", "{name}", "letters.nb.appeal_right", "unknown_placeholder"),
    ("{appeal_body}", "{appeal_body", "letters.nb.appeal_right", "loose_brace"),
    ("[bar]", "[bor]\nx = 1\n[bar]", "bor.x", "unused"),
    ("[leases]", "[tom]\n[leases]", "tom", "unused"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where", "reason"), FAULTS, ids=[f"{f[3]}: {f[1][:40]}" for f in FAULTS])
def test_a_text_that_does_not_hold_is_refused_with_place_reason_and_line(
    old: str, new: str, where: str, reason: str
) -> None:
    assert old in source()
    changed = source().replace(old, new, 1)
    found = refused(changed)
    assert found[:2] == (where, reason)
    assert found[2] is not None
    name = where.rpartition(".")[2]
    stands = changed.split("\n")[found[2] - 1]
    assert name in stands or name.isdigit() or reason == "missing", stands


@pytest.mark.parametrize(
    ("old", "new", "reason", "at"),
    [
        pytest.param("posting_days = 3", "posting_days =", "syntax", "posting_days =", id="no value"),
        pytest.param("posting_days = 3", "appeal_weeks = 3", "declared_twice", "når et brev", id="a name twice"),
        pytest.param('title = "', "title = ", "syntax", "title = ", id="no quotation mark"),
        pytest.param("[swaps]", "[swaps", "syntax", "[swaps", id="a table that is left open"),
        pytest.param("[swaps]", "[leases]", "declared_twice", "usual = 1", id="a table twice"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_with_its_line(old: str, new: str, reason: str, at: str) -> None:
    changed = source().replace(old, new, 1)
    where, found, line = refused(changed)
    assert (where, found) == ("", reason)
    assert line is not None
    assert abs(line - line_with(changed, at)) <= 1


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "[[",
        "=",
        "\x00",
        "a = " + "[" * 5000,
        "a = " + "9" * 5000,
        "x" * 300_000,
        '"a.b" = 1',
        "a = 2020-01-01",
        "𝕏 = 1",
    ],
    ids=range(10),
)
def test_garbage_is_refused_and_nothing_worse(garbage: str) -> None:
    refused(garbage)


def test_a_whole_table_that_is_missing_is_told_at_the_end() -> None:
    changed = source().replace("[swaps]\nusual = 1", "", 1)
    assert refused(changed) == ("swaps.usual", "missing", changed.rstrip().count("\n") + 1)


def test_a_key_with_a_full_stop_is_no_way_round() -> None:
    assert refused('"deadlines.appeal_weeks" = 3\n' + source())[1] == "unused"


def test_every_value_of_a_text_is_found_on_its_line() -> None:
    def leaves(held: Any, path: str = "") -> Any:
        inner = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else None
        if inner is None:
            yield path, held
        for key, one in inner or ():
            yield from leaves(one, f"{path}.{key}" if path else str(key))

    lines, places = source().split("\n"), Places(source()).lines
    found = list(leaves(tomllib.loads(source())))
    assert len(found) > 200
    for path, held in found:
        assert str(held).lower()[:30] in lines[places[path] - 1].lower(), path


def test_lines_are_counted_past_strings_of_many_lines_and_comments() -> None:
    text = (
        'a = """\n[b]\n# no\n""" # yes\n# [c]\n[d.e]\nf."g h" = { i = [\n 1, # one\n 2 ] }\n'
        "[[j]]\n[[j]]\nk = '''\n\n'''\nl=1"
    )
    lines = {path: line_of(text, path) for path in ("a", "d.e", "d.e.f.g h", "d.e.f.g h.i.1", "j.1", "j.1.l", "j.1.m")}
    assert lines == {"a": 1, "d.e": 6, "d.e.f.g h": 7, "d.e.f.g h.i.1": 9, "j.1": 11, "j.1.l": 15, "j.1.m": 11}
    assert line_of(text, "z") is None


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "where", "reason"),
    [
        pytest.param(lambda c: c["priority"].clear(), "priority", "empty", id="no priority key"),
        pytest.param(lambda c: c["factors"].clear(), "factors", "empty", id="no factors"),
        pytest.param(lambda c: c["requirements"].clear(), "requirements", "empty", id="no musts"),
        pytest.param(lambda c: c["candidate_checklist"].clear(), "candidate_checklist", "empty", id="no checklist"),
        pytest.param(lambda c: c.pop("contract_points"), "contract_points", "missing", id="no list of the contract"),
        pytest.param(lambda c: c.pop("vacancy_steps"), "vacancy_steps.ask_profile", "missing", id="no days of steps"),
        pytest.param(lambda c: c["factors"][0].update(levels=[]), "factors.0.levels", "too_few", id="no levels"),
        pytest.param(lambda c: c.update(priority="x"), "priority", "wrong_sort", id="a text for a list"),
        pytest.param(lambda c: c.update(priority=["x"]), "priority.0", "wrong_sort", id="a text for a table"),
        pytest.param(lambda c: c.update(title=date(2020, 1, 1)), "title", "wrong_sort", id="a day for a text"),
        pytest.param(lambda c: c["letters"].pop("nn"), "letters.nn.granted", "missing", id="one language only"),
    ],
)
def test_data_of_the_wrong_shape_is_refused(change: Change, where: str, reason: str) -> None:
    content = tomllib.loads(source())
    change(content)
    with pytest.raises(RulebookInvalid) as caught:
        rulebook_checks.check(2, content)
    assert (caught.value.where, caught.value.reason) == (where, reason)


def test_what_was_published_under_other_keys_is_still_read() -> None:
    content = rulebook_text.content_of(source()) | {"from_before": {"days": 3}}
    assert rulebook.parse(1, content).appeal_weeks == 3
