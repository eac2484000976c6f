"""Rulebook versions: drafted from one another, fixed when published, in force by number and day."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from models import Application, AuditEntry, Rulebook
from rules import rulebook_text
from rules.errors import InvalidRecord, NotAuthorised, NotFound, RulebookOvertaken, StaleState, TransitionRefused
from rules.reading import RulebookInvalid
from rules.terms import Advice, ApplicationState, HousingSituation, Role
from services import records, rulebook_changes, rulebooks
from services.actor import Actor
from services.decisions import replaying
from tests import casework
from tests.casework import NOW, TODAY, assessed, house
from tests.clockwork import run_job
from tests.conftest import ROOT
from tests.factories import make_applicant, make_application

__all__ = ["house"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("house")
ADMIN = Actor(id="a", name="Ada Administrator", at=NOW, roles=frozenset({Role.ADMINISTRATOR}))
TOMORROW = TODAY + timedelta(days=1)
Change = Callable[[dict[str, Any]], object]


def drafted(change: Change = lambda content: None, base: int = 1, title: str = "Ny regelbok") -> Rulebook:
    draft = rulebooks.copy(base, title, ADMIN)
    content = rulebooks.content_of(draft)
    change(content)
    rulebooks.edit(draft, content, ADMIN, version=draft.version)
    return draft


def published(change: Change = lambda content: None, valid_from: date = TODAY, base: int = 1) -> Rulebook:
    draft = drafted(change, base)
    rulebooks.publish(draft, valid_from, ADMIN, version=draft.version, today=TODAY)
    return draft


def weeks(number: int) -> Change:
    return lambda content: content["deadlines"].update(appeal_weeks=number)


def points(number: int) -> Change:
    return lambda content: content["factors"][0]["levels"][1].update(points=number)


def older(age: int) -> Change:
    return lambda content: content["requirements"][0].update(at_least=age)


def in_force(day: date) -> int:
    return rulebooks.current(day).number


# --- Drafts ----------------------------------------------------------------------------------------------------------


def test_a_copy_is_a_draft_under_the_next_number_and_is_not_in_force() -> None:
    draft = rulebooks.copy(1, "Ny regelbok", ADMIN)
    assert (draft.rulebook_number, draft.title, draft.based_on, draft.is_draft) == (2, "Ny regelbok", 1, True)
    first = Rulebook.objects.get(rulebook_number=1)
    assert rulebooks.content_of(draft) == rulebooks.content_of(first) | {"title": "Ny regelbok"}
    assert [in_force(day) for day in (TODAY, date(2099, 1, 1))] == [1, 1]
    assert rulebooks.copy(2, "Kopi av utkastet", ADMIN).rulebook_number == 3


def test_a_copy_of_nothing_and_one_without_a_name_are_refused() -> None:
    with pytest.raises(NotFound):
        rulebooks.copy(9, "Ny", ADMIN)
    for title in ("  ", "x" * 161):
        with pytest.raises(InvalidRecord):
            rulebooks.copy(1, title, ADMIN)
    assert Rulebook.objects.count() == 1


def test_a_draft_is_edited_once_for_each_version_that_was_seen() -> None:
    draft = drafted(weeks(4))
    stale = Rulebook.objects.get(pk=draft.pk)
    content = rulebooks.content_of(draft)
    assert rulebooks.edit(draft, content, ADMIN, version=draft.version) is False
    content["deadlines"]["appeal_weeks"] = 5
    assert rulebooks.edit(draft, content, ADMIN, version=draft.version) is True
    with pytest.raises(StaleState):
        rulebooks.edit(stale, content, ADMIN, version=stale.version)
    assert rulebooks.numbered(2).appeal_weeks == 5


def test_what_does_not_hold_is_never_stored() -> None:
    draft = rulebooks.copy(1, "Ny", ADMIN)
    content = rulebooks.content_of(draft)
    for wrong in ({"tull": 1}, {"priority": []}, {"title": ""}):
        with pytest.raises(RulebookInvalid):
            rulebooks.edit(draft, content | wrong, ADMIN, version=draft.version)
    assert Rulebook.objects.get(pk=draft.pk).version == 1


def test_a_text_is_kept_as_it_was_written_until_the_data_are_edited() -> None:
    draft = rulebooks.copy(1, "Ny", ADMIN)
    source = "# Vår egen\n" + (ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8")
    assert rulebooks.edit_text(draft, source, ADMIN, version=draft.version)
    assert draft.source == source
    assert draft.title == "Standardregelbok etter Harstad og Trondheim"
    with pytest.raises(RulebookInvalid) as caught:
        rulebooks.edit_text(draft, source.replace("appeal_weeks = 3", "appeal_weeks = 1"), ADMIN, version=draft.version)
    assert caught.value.line == 8
    rulebooks.edit(draft, rulebooks.content_of(draft) | {"title": "Ny"}, ADMIN, version=draft.version)
    assert draft.source is None


def test_the_text_of_the_data_gives_the_same_data_back() -> None:
    content = rulebooks.content_of(Rulebook.objects.get())
    assert rulebook_text.content_of(rulebook_text.text_of(content)) == content


def test_a_dropped_draft_keeps_its_number_and_is_closed() -> None:
    draft = drafted()
    rulebooks.drop(draft, ADMIN, version=draft.version)
    for act in (
        lambda: rulebooks.edit(draft, rulebooks.content_of(draft), ADMIN, version=draft.version),
        lambda: rulebooks.publish(draft, TODAY, ADMIN, version=draft.version, today=TODAY),
        lambda: rulebooks.drop(draft, ADMIN, version=draft.version),
    ):
        with pytest.raises(TransitionRefused):
            act()
    assert (in_force(TODAY), rulebooks.copy(1, "Ny", ADMIN).rulebook_number) == (1, 3)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_administrators_changes_a_rulebook(role: Role) -> None:
    draft = drafted()
    other = Actor(id="x", name="X", at=NOW, roles=frozenset({role}))
    for act in (
        lambda: rulebooks.copy(1, "Ny", other),
        lambda: rulebooks.edit(draft, rulebooks.content_of(draft) | {"title": "X"}, other, version=draft.version),
        lambda: rulebooks.publish(draft, TODAY, other, version=draft.version, today=TODAY),
        lambda: rulebooks.drop(draft, other, version=draft.version),
    ):
        with pytest.raises(NotAuthorised):
            act()


# --- Publishing ------------------------------------------------------------------------------------------------------


def test_a_published_version_is_in_force_from_its_day_and_told_of() -> None:
    version = published(weeks(4), TOMORROW)
    assert (in_force(TODAY), in_force(TOMORROW)) == (1, 2)
    assert rulebooks.current(TOMORROW).appeal_weeks == 4
    assert (version.published_at, version.history[-1].action, version.pending) == (NOW, "published", [])
    assert AuditEntry.objects(document="rulebook", action="published").count() == 1
    upcoming = rulebooks.find_upcoming(TODAY)
    assert upcoming is not None
    assert upcoming.rulebook_number == 2
    assert rulebooks.find_upcoming(TOMORROW) is None


def test_a_published_version_can_never_be_changed() -> None:
    version = published()
    for one in (version, Rulebook.objects.get(rulebook_number=1)):
        content = rulebooks.content_of(one) | {"title": "Annet"}
        for act in (
            lambda one=one, content=content: rulebooks.edit(one, content, ADMIN, version=one.version),
            lambda one=one: rulebooks.publish(one, TOMORROW, ADMIN, version=one.version, today=TODAY),
            lambda one=one: rulebooks.drop(one, ADMIN, version=one.version),
        ):
            with pytest.raises(TransitionRefused):
                act()


def test_a_page_that_shows_a_draft_which_was_published_meanwhile_changes_nothing() -> None:
    draft = drafted()
    seen = Rulebook.objects.get(pk=draft.pk)
    rulebooks.publish(draft, TODAY, ADMIN, version=draft.version, today=TODAY)
    with pytest.raises(StaleState):
        rulebooks.edit(seen, rulebooks.content_of(seen) | {"title": "X"}, ADMIN, version=seen.version)
    with pytest.raises(StaleState):
        rulebooks.publish(seen, TOMORROW, ADMIN, version=seen.version, today=TODAY)


def test_a_rulebook_reaches_into_no_past() -> None:
    draft = drafted()
    with pytest.raises(InvalidRecord) as caught:
        rulebooks.publish(draft, TODAY - timedelta(days=1), ADMIN, version=draft.version, today=TODAY)
    assert caught.value.problems == {"valid_from": "past"}
    assert Rulebook.objects.get(pk=draft.pk).is_draft


def test_the_highest_number_in_force_holds_whatever_was_published_when() -> None:
    published(weeks(4), TOMORROW + timedelta(days=30))
    published(weeks(5), TOMORROW)
    assert [in_force(day) for day in (TODAY, TOMORROW, TOMORROW + timedelta(days=60))] == [1, 3, 3]


def test_a_draft_that_is_overtaken_is_copied_anew() -> None:
    old = drafted(weeks(4))
    published(weeks(5))
    with pytest.raises(RulebookOvertaken) as caught:
        rulebooks.publish(old, TODAY, ADMIN, version=old.version, today=TODAY)
    assert (caught.value.number, caught.value.published) == (2, 3)
    assert rulebooks.current(TODAY).appeal_weeks == 5


def test_an_operators_text_is_the_next_version_at_once() -> None:
    source = (
        (ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8").replace("appeal_weeks = 3", "appeal_weeks = 6")
    )
    version = rulebooks.publish_text(source, TODAY, Actor.system(NOW), today=TODAY)
    assert (version.rulebook_number, version.based_on, version.source) == (2, 1, source)
    assert rulebooks.current(TODAY).appeal_weeks == 6
    with pytest.raises(RulebookInvalid):
        rulebooks.publish_text("x = 1", TODAY, Actor.system(NOW), today=TODAY)
    with pytest.raises(InvalidRecord):
        rulebooks.publish_text(source, TODAY - timedelta(days=1), Actor.system(NOW), today=TODAY)
    assert Rulebook.objects.count() == 2


def test_an_upgrade_fills_in_what_a_version_from_before_lacks() -> None:
    source = (ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8")
    assert rulebooks.complete(source, ADMIN, TODAY) == ()
    old = deepcopy(rulebooks.content_of(Rulebook.objects.get()))
    for table in ("requirements", "letters", "steps"):
        del old[table]
    old["deadlines"] = {**old["deadlines"], "appeal_weeks": 5}
    del old["deadlines"]["answer_days"]
    Rulebook._get_collection().update_one({"rulebook_number": 1}, {"$set": {"content": old}})
    with pytest.raises(RulebookInvalid):
        rulebooks.current(TODAY)
    assert rulebooks.complete(source, ADMIN, TODAY) == (2,)
    rules = rulebooks.current(date(2024, 1, 1))
    assert (rules.number, rules.appeal_weeks, rules.answer_days, len(rules.policy.requirements)) == (2, 5, 14, 4)
    assert rulebooks.complete(source, ADMIN, TODAY) == ()


def test_an_upgrade_fills_in_the_drafts_too_and_keeps_what_was_written_in_them() -> None:
    source = (ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8")
    draft = rulebooks.copy(1, "Ny regelbok", ADMIN)
    old = deepcopy(rulebooks.content_of(draft))
    del old["steps"]
    old["deadlines"] = {**old["deadlines"], "appeal_weeks": 5}
    Rulebook._get_collection().update_one({"rulebook_number": 2}, {"$set": {"content": old}})
    assert rulebooks.complete(source, ADMIN, TODAY) == ()
    rules = rulebooks.rules_of(rulebooks.get(2))
    assert (rules.appeal_weeks, rules.title, rulebooks.get(2).is_draft) == (5, "Ny regelbok", True)


LETTING = ("allocation", "vacancy_steps", "candidate_checklist", "offers", "contract", "contract_points")


def before_letting(content: dict[str, Any]) -> dict[str, Any]:
    """A version of the release that knew nothing between waiting list and keys."""
    old = {table: held for table, held in deepcopy(content).items() if table not in LETTING}
    for language in ("nb", "nn"):
        for code in ("offer", "offer_answer", "offer_refusal", "hearing", "held_back", "good_reason"):
            del old["letters"][language][code]
    return old


def make_older(number: int, **changed: Any) -> None:
    old = before_letting(rulebooks.content_of(rulebooks.get(number))) | changed
    Rulebook._get_collection().update_one({"rulebook_number": number}, {"$set": {"content": old}})


def test_an_upgrade_gives_a_version_from_before_the_way_from_vacancy_to_keys() -> None:
    source = (ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8")
    make_older(1, title="Vår egen")
    assert rulebooks.complete(source, ADMIN, TODAY) == (2,)
    now, default = rulebooks.current(TODAY), rulebook_text.parse_text(2, source)
    assert (now.number, now.title, now.letting) == (2, "Vår egen", default.letting)
    assert now.policy.texts["nn"]["offer"] == default.policy.texts["nn"]["offer"]


def test_a_version_from_before_private_landlords_is_read_and_filled_in_at_an_upgrade() -> None:
    tables = ("procurement", "procurement_results", "bid_criteria", "need", "agreements", "agreement_duties",
              "referrals", "partners")  # fmt: skip
    source = (ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8")
    held = rulebooks.content_of(Rulebook.objects.get())
    old = {name: part for name, part in held.items() if name not in tables}
    Rulebook._get_collection().update_one({"rulebook_number": 1}, {"$set": {"content": old}})
    assert rulebooks.complete(source, ADMIN, TODAY) == (2,)
    for number in (1, 2):  # what was decided under the first is replayed for years
        partnering = rulebooks.numbered(number).partnering
        assert sum(one.weight for one in partnering.criteria) == 100
        assert partnering.approach_days == 14
    assert set(rulebooks.content_of(rulebooks.get(1))) == set(old)


def test_a_version_that_awaits_its_day_is_filled_in_too_and_still_takes_force_then() -> None:
    source = (ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8")
    published(weeks(5), TOMORROW)
    for number in (1, 2):
        make_older(number)
    assert rulebooks.complete(source, ADMIN, TODAY) == (3, 4)
    assert [(in_force(day), rulebooks.current(day).appeal_weeks) for day in (TODAY, TOMORROW)] == [(3, 3), (4, 5)]


def test_what_was_decided_under_a_version_from_before_is_still_replayed_by_it() -> None:
    case = casework.decided()
    source = (ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8")
    changed = deepcopy(rulebooks.content_of(rulebooks.get(1)))["deadlines"] | {"appeal_weeks": 7}
    make_older(1, deadlines=changed)
    rulebooks.complete(source, ADMIN, TODAY)
    old = rulebooks.numbered(1)
    assert (old.number, old.appeal_weeks, old.letting.due_day) == (1, 7, 20)
    (decision,) = replaying.named(case.number)
    replayed = replaying.replay(decision)
    assert (replayed.rulebook, replayed.has_facts, replayed.differences) == (1, True, ())
    with pytest.raises(RulebookInvalid):
        rulebooks.rules_of(rulebooks.get(1))


# --- What it changes -------------------------------------------------------------------------------------------------


def young(years: int) -> Any:
    return make_applicant(born_on=date(TODAY.year - years, 1, 1))


def test_the_impact_names_each_open_case_that_would_come_out_otherwise() -> None:
    old, case = assessed(), assessed(applicant=young(20))
    draft = drafted(older(21))
    found = rulebook_changes.impact(draft, TODAY)
    (change,) = found.cases
    assert (found.assessed, change.number, change.id) == (2, case.number, case.pk)
    assert (change.then.advice, change.now.advice) == (Advice.GRANT, Advice.REFUSE)
    assert (change.then.not_met, change.now.not_met) == ((), ("Fylt 18 år",))
    assert (found.current.number, found.draft.number) == (1, 2)
    for one in (old, case):
        assert Application.objects.get(pk=one.pk).version == one.version


def test_points_and_new_questions_count_and_nothing_else_does() -> None:
    assessed()
    assert rulebook_changes.impact(drafted(weeks(4)), TODAY).cases == ()
    (scored,) = rulebook_changes.impact(drafted(points(9)), TODAY).cases
    assert (scored.then.score, scored.now.score, scored.now.advice) == (3, 10, Advice.GRANT)

    def ask_more(content: dict[str, Any]) -> None:
        content["factors"].append(content["factors"][0] | {"code": "more", "label": "Mer"})

    (asked,) = rulebook_changes.impact(drafted(ask_more), TODAY).cases
    assert (asked.now.advice, asked.now.unanswered) == (Advice.INCOMPLETE, ("Mer",))


def test_the_impact_counts_who_would_get_another_place_on_the_list() -> None:
    waiting = {"state": ApplicationState.WAITING}
    make_application(**waiting, situation=HousingSituation.NO_DWELLING)
    make_application(**waiting, situation=HousingSituation.OWNS, children=2)
    make_application(**waiting, situation=HousingSituation.OWNS)
    make_application(situation=HousingSituation.NO_DWELLING)

    def children_first(content: dict[str, Any]) -> None:
        content["priority"][0], content["priority"][1] = content["priority"][1], content["priority"][0]

    found = rulebook_changes.impact(drafted(children_first), TODAY)
    assert (found.waiting, found.moved) == (3, 2)
    assert rulebook_changes.impact(drafted(weeks(4)), TODAY).moved == 0


def test_a_published_rulebook_marks_the_assessments_that_come_to_something_else() -> None:
    old, case = assessed(), assessed(applicant=young(20))
    published(older(21))
    assert Application.objects.get(pk=case.pk).assessment_stale is True
    assert Application.objects.get(pk=old.pk).assessment_stale is False
    assert Application.objects.get(pk=case.pk).assessment.rulebook == 1


def test_one_that_is_published_for_later_does_so_the_night_it_takes_force() -> None:
    case = assessed(applicant=young(20))
    published(older(21), TOMORROW)
    assert Application.objects.get(pk=case.pk).assessment_stale is False
    assert run_job("rulebook_changes", TODAY).selected == 0
    counts = run_job("rulebook_changes", TOMORROW)
    assert (counts.selected, counts.done, counts.failed) == (1, 1, 0)
    assert Application.objects.get(pk=case.pk).assessment_stale is True
    again = Application.objects.get(pk=case.pk).version
    run_job("rulebook_changes", TOMORROW)
    assert Application.objects.get(pk=case.pk).version == again


def test_a_decision_keeps_the_rulebook_it_was_made_under() -> None:
    case = casework.decided()
    published(older(90))
    held = records.get(Application, case.pk)
    assert held.decisions[-1].proposal.rulebook == 1
