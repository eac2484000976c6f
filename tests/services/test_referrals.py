"""Referrals: a household from the waiting list to a landlord's home, answered, fallen, leased (domain 4.3)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId

from letters import referral_texts
from models import Agreement, Applicant, Disclosure, Project, Referral, Task, VacancyNotice, WebhookDelivery
from models.intake import Conflict
from rules.errors import (
    ConflictOfInterest,
    HouseholdNotToRefer,
    HouseholdReferred,
    HusromError,
    InvalidRecord,
    MissingReason,
    NoAgreement,
    NotAnswerable,
    NotAuthorised,
    NotSuited,
    QuotaFull,
    ReferralOver,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    ApplicationState,
    DeclineReason,
    DisclosedPart,
    Disposal,
    HousingSituation,
    KeyState,
    NoticeState,
    PartnerEvent,
    ReferralState,
    RejectionReason,
    Role,
    Security,
    TaskKind,
    TaskState,
    Urgency,
)
from services import agreements, disclosures, notices, offers, quotas, records, referrals
from tests import factories, partners
from tests.casework import NOW, TODAY, acting, house, worker
from tests.clockwork import run_job
from tests.letting_offers import consultant, offered, waiting
from tests.partners import make_leased_out
from tests.referring import VALID_TO, accepted, fresh, landlord_of, notice_of, refer, referred, reported, taken

__all__ = ["house"]
pytestmark = pytest.mark.usefixtures("house")

STATE = ReferralState
AT = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)


def open_tasks(kind: TaskKind = TaskKind.REFERRAL) -> list[str]:
    return [task.subject_number for task in Task.objects(kind=kind, state=TaskState.OPEN).order_by("key")]


def reject(held: Any, reason: RejectionReason = RejectionReason.TOO_MANY, **values: Any) -> bool:
    told = {"note": "", "version": held.version, "now": NOW} | values
    return referrals.reject(held, landlord_of(held), reason=reason, **told)


def withdraw(held: Any, **values: Any) -> bool:
    told = {"why": "Husstanden er syk.", "version": held.version, "now": NOW} | values
    return referrals.withdraw(held, acting(consultant()), **told)


# --- Referring -------------------------------------------------------------------------------------------------------


def test_a_household_from_the_list_is_referred_and_the_home_is_taken() -> None:
    case, by, notice = waiting(adults=2, children=0), consultant(), reported()
    partners.make_webhook(landlord=notice.landlord, events=[PartnerEvent.REFERRAL_CREATED])
    identity = refer(notice, case, acting(by), guarantee=Security.MUNICIPAL_GUARANTEE, guarantee_ore=2_850_000)
    held = records.get(Referral, identity)
    assert (held.number, held.state, held.referred_on, held.valid_to) == (
        "TV2026-0001",
        STATE.REFERRED,
        TODAY,
        VALID_TO,
    )
    assert (held.application, held.consultant, held.adults, held.guarantee_ore) == (case, by, 2, 2_850_000)
    assert held.why == "Boligen passer best for denne."
    assert (notice_of(held).state, notice_of(held).referral) == (NoticeState.REFERRED, identity)
    assert [(one.id, one.referral, one.application) for one in taken(notice)] == [(notice.pk, identity, case.pk)]
    assert open_tasks(TaskKind.VACANCY_NOTICE) == []
    assert not records.get(Project, records.reference(notice, "project")).pending
    (told,) = WebhookDelivery.objects
    assert (told.event, held.number in told.body) == (PartnerEvent.REFERRAL_CREATED, True)


def test_those_who_may_not_be_referred_are_not() -> None:
    shielded = waiting(applicant=factories.make_applicant(protected_address=True))
    off = factories.make_application(state=ApplicationState.IN_ASSESSMENT)
    promised = waiting()
    offer = offered(promised)
    offers.accept(offer, acting(consultant()), version=offer.version, now=NOW)
    for case, why in ((shielded, "protected"), (off, "off_list"), (promised, "promised")):
        with pytest.raises(HouseholdNotToRefer) as refused:
            refer(reported(), case)
        assert refused.value.why == why
    busy = waiting()
    referred(application=busy)
    with pytest.raises(HouseholdReferred):
        refer(reported(), busy)
    notice = reported()
    with pytest.raises(NotSuited):  # the home is not for families with children
        refer(notice, waiting(children=2))
    assert (fresh(notice).state, taken(notice)) == (NoticeState.REPORTED, [])


def test_going_past_the_first_on_the_list_needs_a_reason() -> None:
    first, second = waiting(situation=HousingSituation.NO_DWELLING), waiting(situation=HousingSituation.OWNS)
    notice = reported()
    with pytest.raises(MissingReason):
        refer(notice, second, why=" ")
    refer(notice, first, why="")
    refer(reported(), second, why="")  # the first is referred already


def test_only_consultants_refer_and_none_who_is_disqualified() -> None:
    notice, by = reported(), consultant()
    for actor in (acting(worker(Role.CASEWORKER)), landlord_of(notice)):
        with pytest.raises(NotAuthorised):
            refer(notice, waiting(), actor)
    case = waiting(conflicts=[Conflict(user=by.pk, user_name=by.name, because="Søster", on=TODAY)])
    with pytest.raises(ConflictOfInterest):
        refer(notice, case, acting(by))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"valid_to": TODAY}, "valid_to"),
        ({"valid_to": TODAY - timedelta(days=1)}, "valid_to"),
        ({"valid_to": TODAY + timedelta(days=400)}, "valid_to"),
        ({"guarantee": Security.DEPOSIT}, "guarantee_ore"),
        ({"guarantee_ore": 5}, "guarantee"),
        ({"guarantee": Security.DEPOSIT, "guarantee_ore": -5}, "guarantee_ore"),
    ],
)
def test_what_a_referral_says_must_make_sense(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        refer(reported(), **values)
    assert list(refused.value.problems) == [field]


def test_the_quota_and_a_notice_that_is_over_stop_a_referral() -> None:
    landlord = factories.make_landlord()
    project = factories.make_project(landlord=landlord, homes=5)  # two of five
    homes = [make_leased_out(landlord=landlord, project=project)[0] for _ in range(3)]
    first, second, third = (reported(dwelling=home) for home in homes)
    referred(first), referred(second)
    with pytest.raises(QuotaFull):
        refer(third)
    with pytest.raises(NotAnswerable):
        refer(fresh(first))
    with pytest.raises(StaleState):
        refer(third, version=7)
    with pytest.raises(NotAnswerable):
        refer(third, now=NOW + timedelta(days=60), valid_to=TODAY + timedelta(days=70))


def test_a_household_referred_elsewhere_in_the_same_instant_gives_the_home_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case, notice, other = waiting(), reported(), reported()
    real = quotas.reserve

    def meanwhile(*args: Any, **values: Any) -> bool:
        monkeypatch.setattr(quotas, "reserve", real)
        refer(other, case)
        return real(*args, **values)

    monkeypatch.setattr(quotas, "reserve", meanwhile)
    with pytest.raises(HouseholdReferred):
        refer(notice, case)
    assert (fresh(notice).state, fresh(notice).referral, taken(notice)) == (NoticeState.REPORTED, None, [])
    assert Referral.objects.count() == 1
    assert not records.get(Project, records.reference(notice, "project")).pending


def test_a_notice_withdrawn_in_the_same_instant_gives_the_home_back(monkeypatch: pytest.MonkeyPatch) -> None:
    notice, real = reported(), quotas.reserve

    def meanwhile(*args: Any, **values: Any) -> bool:
        held = fresh(notice)
        notices.withdraw(held, landlord_of(held), version=held.version, today=TODAY)
        return real(*args, **values)

    monkeypatch.setattr(quotas, "reserve", meanwhile)
    with pytest.raises(StaleState):
        refer(notice)
    assert (fresh(notice).state, taken(notice), Referral.objects.count()) == (NoticeState.WITHDRAWN, [], 0)


# --- The landlord's answer -------------------------------------------------------------------------------------------


def test_a_viewing_is_arranged_moved_and_told_to_the_consultant() -> None:
    held = referred()
    by = landlord_of(held)
    assert referrals.arrange_viewing(held, by, at=AT, version=held.version, now=NOW)
    assert (held.state, fresh(held).viewing.at, open_tasks()) == (STATE.VIEWING, AT, [held.number])
    assert not referrals.arrange_viewing(held, by, at=AT, version=1, now=NOW)  # the same call again
    assert referrals.arrange_viewing(held, by, at=AT + timedelta(days=1), version=held.version, now=NOW)
    for at, code in (
        (NOW - timedelta(minutes=1), "past"),
        (NOW + timedelta(days=60), "after_valid"),
        (datetime(2026, 11, 25, 14), "no_zone"),  # noqa: DTZ001
    ):
        with pytest.raises(InvalidRecord) as refused:
            referrals.arrange_viewing(held, by, at=at, version=held.version, now=NOW)
        assert refused.value.problems == {"viewing": code}


def test_a_yes_is_said_once_and_names_the_household() -> None:
    held = referred()
    assert disclosures.parts_of(held) == (DisclosedPart.TOKEN, DisclosedPart.HOUSEHOLD_SIZE)
    assert referrals.accept(held, landlord_of(held), version=held.version, now=NOW)
    assert not referrals.accept(held, landlord_of(held), version=1, now=NOW)
    assert DisclosedPart.NAME in disclosures.parts_of(held)
    with pytest.raises(TransitionRefused):
        referrals.arrange_viewing(held, landlord_of(held), at=AT, version=held.version, now=NOW)


def test_another_landlord_answers_nothing() -> None:
    held = referred()
    other = landlord_of(factories.make_project(landlord=factories.make_landlord(organisation_number="974760673")))
    for step in (
        lambda: referrals.accept(held, other, version=held.version, now=NOW),
        lambda: referrals.arrange_viewing(held, other, at=AT, version=held.version, now=NOW),
        lambda: referrals.withdraw(held, landlord_of(held), why="x", version=held.version, now=NOW),
        lambda: referrals.judge_rejection(held, landlord_of(held), contested=True, why="x", version=1, now=NOW),
    ):
        with pytest.raises(NotAuthorised):
            step()


@pytest.mark.parametrize(
    ("reason", "to"),
    [
        (RejectionReason.TOO_MANY, NoticeState.REPORTED),
        (RejectionReason.PRIOR_BREACH, NoticeState.REPORTED),
        (RejectionReason.LET_ALREADY, NoticeState.WITHDRAWN),
        (RejectionReason.NOT_HABITABLE, NoticeState.WITHDRAWN),
    ],
)
def test_a_no_gives_the_home_back_and_is_judged_by_people(reason: RejectionReason, to: NoticeState) -> None:
    held = referred()
    assert reject(held, reason, note="For mange i boligen.")
    assert not reject(held, reason, version=1)
    assert (held.state, notice_of(held).state, taken(held)) == (STATE.REJECTED, to, [])
    assert disclosures.parts_of(held) == (DisclosedPart.TOKEN,)
    assert open_tasks() == [held.number]
    judge = {"contested": True, "why": "Grunnen er ikke saklig.", "now": NOW}
    by = acting(consultant())
    with pytest.raises(MissingReason):
        referrals.judge_rejection(held, by, **judge | {"why": " "}, version=held.version)
    assert referrals.judge_rejection(held, by, **judge, version=held.version)
    assert not referrals.judge_rejection(held, by, **judge, version=held.version)
    assert (fresh(held).rejection_contested, open_tasks()) == (True, [])
    with pytest.raises(ReferralOver):
        referrals.accept(held, landlord_of(held), version=held.version, now=NOW)


def test_an_answer_after_the_last_day_is_too_late_whether_the_night_has_run_or_not() -> None:
    held, late = referred(), NOW + timedelta(days=15)
    with pytest.raises(ReferralOver) as refused:
        referrals.accept(held, landlord_of(held, late), version=held.version, now=late)
    assert refused.value.state == "expired"
    with pytest.raises(TransitionRefused):
        referrals.expire(held, acting(consultant()), today=VALID_TO)
    assert list(referrals.past_valid(late.date())) == [held]
    assert referrals.expire(held, acting(consultant(), late), today=late.date())
    assert not referrals.expire(held, acting(consultant(), late), today=late.date())
    assert (notice_of(held).state, taken(held)) == (NoticeState.LAPSED, [])  # its own day is over too


# --- The municipality's steps ----------------------------------------------------------------------------------------


def test_a_household_that_says_no_leaves_the_home_for_another() -> None:
    held, by = referred(), acting(consultant())
    with pytest.raises(InvalidRecord):
        referrals.decline(held, by, reason=DeclineReason.OTHER, said="", version=held.version, now=NOW)
    assert referrals.decline(held, by, reason=DeclineReason.RENT, said="", version=held.version, now=NOW)
    assert not referrals.decline(held, by, reason=DeclineReason.RENT, said="", version=held.version, now=NOW)
    notice = notice_of(held)
    assert (notice.state, open_tasks(TaskKind.VACANCY_NOTICE)) == (NoticeState.REPORTED, [notice.number])
    assert referred(notice).notice == notice


def test_a_referral_is_withdrawn_with_a_reason_and_not_when_it_is_over() -> None:
    held = referred()
    with pytest.raises(MissingReason):
        withdraw(held, why=" ")
    assert withdraw(held)
    assert not withdraw(held)
    assert (notice_of(held).state, taken(held)) == (NoticeState.REPORTED, [])
    with pytest.raises(ReferralOver):
        reject(held)


# --- Two ways to a home ----------------------------------------------------------------------------------------------


def test_a_household_that_a_landlord_has_accepted_takes_no_municipal_home() -> None:
    case = waiting()
    offer = offered(case)
    accepted(application=case)
    with pytest.raises(HouseholdReferred):
        offers.accept(fresh(offer), acting(consultant()), version=fresh(offer).version, now=NOW)


def test_a_yes_to_a_municipal_home_lets_the_referral_fall_and_the_landlord_hears() -> None:
    case = waiting()
    held, offer = referred(application=case), offered(case)
    offers.accept(offer, acting(consultant()), version=offer.version, now=NOW)
    found = fresh(held)
    assert (found.state, notice_of(held).state, taken(held)) == (STATE.WITHDRAWN, NoticeState.REPORTED, [])
    assert open_tasks() == [held.number]
    with pytest.raises(HusromError):
        referrals.accept(held, landlord_of(held), version=held.version, now=NOW)


def test_both_said_in_the_same_instant_the_municipal_home_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    case = waiting()
    held, offer = referred(application=case), offered(case)
    monkeypatch.setattr("services.referrals.answering.refuse_household", lambda _: (
        offers.accept(offer, acting(consultant()), version=offer.version, now=NOW)
    ))  # fmt: skip
    with pytest.raises((HouseholdNotToRefer, StaleState)):
        referrals.accept(held, landlord_of(held), version=held.version, now=NOW)
    assert (fresh(held).state, fresh(offer).state.value) == (STATE.WITHDRAWN, "accepted")


def test_a_case_that_is_over_lets_its_referral_fall() -> None:
    held = referred(application=(case := waiting()))
    records.change(case, factories.ACTOR, values={"state": ApplicationState.WITHDRAWN}, action="withdrawn")
    assert fresh(held).state is STATE.WITHDRAWN


def test_a_household_shielded_after_it_was_referred_is_not_named() -> None:
    held = referred()
    person = records.get(Applicant, records.reference(held, "applicant"))
    records.change(person, factories.ACTOR, values={"protected_address": True})
    with pytest.raises(HouseholdNotToRefer):
        referrals.accept(held, landlord_of(held), version=held.version, now=NOW)
    assert Task.objects(kind=TaskKind.REFERRAL, state=TaskState.OPEN).get().urgency.value == "critical"
    held.state = STATE.ACCEPTED
    assert DisclosedPart.NAME not in disclosures.parts_of(held)


def test_an_agreement_that_is_broken_asks_at_once_about_the_households_on_their_way_until_it_is_mended() -> None:
    held, by = referred(), acting(worker(Role.PROPERTY))
    agreement = records.get(Agreement, records.reference(held, "agreement"))
    agreements.breach(agreement, by, on=TODAY, what="Leier ut til andre.", version=agreement.version, today=TODAY)
    task = Task.objects(kind=TaskKind.REFERRAL).get()
    assert (task.state, task.urgency, task.text) == (TaskState.OPEN, Urgency.URGENT, referral_texts.broken())
    assert referrals.findings(fresh(held), TODAY).text == referral_texts.broken()
    agreements.mend(fresh(agreement), by, how="Rettet.", version=fresh(agreement).version)
    assert Task.objects(kind=TaskKind.REFERRAL, state=TaskState.OPEN).first() is None


# --- The lease -------------------------------------------------------------------------------------------------------


def test_a_lease_ends_the_way_of_the_referral_and_its_end_too() -> None:
    held = accepted()
    lease = factories.make_lease(dwelling=held.dwelling, tenant=held.applicant, referral=held.pk)
    effect = type("Effect", (), {"args": {"referral": str(held.pk)}})()
    for _ in range(2):
        referrals.leased_by_effect(lease, effect, factories.ACTOR)
    found = fresh(held)
    assert (found.state, found.lease, notice_of(held).state) == (STATE.LEASE_SIGNED, lease.pk, NoticeState.LET)
    assert [one.lease for one in taken(held)] == [lease.pk]
    for _ in range(2):
        referrals.ended_by_effect(lease, effect, factories.ACTOR)
    assert fresh(held).state is STATE.ENDED
    assert disclosures.parts_of(fresh(held)) == (DisclosedPart.TOKEN,)


def test_a_lease_on_a_referral_that_fell_is_refused() -> None:
    held = accepted()
    withdraw(held)
    lease = factories.make_lease(referral=held.pk)
    effect = type("Effect", (), {"args": {"referral": str(held.pk)}})()
    with pytest.raises(TransitionRefused):
        referrals.leased_by_effect(lease, effect, factories.ACTOR)


# --- What was told ---------------------------------------------------------------------------------------------------


def reached(**values: Any) -> Any:
    """A household that waits and has a telephone and an e-mail address."""
    told = {"phone": "90000000", "email": "aase@example.no"} | values
    return waiting(applicant=factories.make_applicant(**told))


@pytest.mark.parametrize(
    ("has", "parts"),
    [
        ({}, [DisclosedPart.PHONE, DisclosedPart.EMAIL]),
        ({"email": None}, [DisclosedPart.PHONE]),
        ({"phone": None, "email": ""}, []),
    ],
)
def test_only_what_there_is_of_a_household_is_logged_as_told(has: Any, parts: list[DisclosedPart]) -> None:
    held = accepted(application=reached(**has))
    by = landlord_of(held)
    disclosures.log([held], by, NOW)
    (logged,) = Disclosure.objects(client=by.client, by_name=None)
    named = [DisclosedPart.TOKEN, DisclosedPart.HOUSEHOLD_SIZE, DisclosedPart.NAME, *parts]
    assert logged.parts == list(disclosures.parts_of(held)) == named
    staff = acting(consultant())
    other = referred(application=reached(**has), actor=staff)
    referrals.accept(other, staff, version=other.version, now=NOW)
    assert told_by_staff(other)[-1] == (staff.name, named)


def told_by_staff(held: Any) -> list[tuple[str, list[DisclosedPart]]]:
    found = Disclosure.objects(referral=held.pk, by_name__exists=True).order_by("id").no_dereference()
    assert {one.client for one in found} <= {held.landlord.name}
    return sorted(((one.by_name, one.parts) for one in found), key=lambda one: len(one[1]))


def test_what_staff_tell_a_landlord_without_a_system_is_logged_once_for_each_step() -> None:
    by = acting(consultant())
    held = referred(application=reached(), actor=by)
    before = (by.name, [DisclosedPart.TOKEN, DisclosedPart.HOUSEHOLD_SIZE])
    assert told_by_staff(held) == [before]
    assert [one.referral_number for one in disclosures.of_person(held.applicant.pk)] == [held.number]
    assert referrals.accept(held, by, version=held.version, now=NOW)
    named = (by.name, [*before[1], DisclosedPart.NAME, DisclosedPart.PHONE, DisclosedPart.EMAIL])
    assert told_by_staff(held) == [before, named]
    assert not referrals.accept(fresh(held), by, version=held.version, now=NOW)
    assert len(told_by_staff(held)) == 2


@pytest.mark.parametrize("has", [partners.make_key, partners.make_webhook, partners.make_calls])
def test_a_landlord_with_a_system_is_told_by_staff_of_the_name_alone(has: Any) -> None:
    notice, by = reported(), acting(consultant())
    has(landlord=notice.landlord)
    held = referred(notice, actor=by)
    assert told_by_staff(held) == []
    referrals.accept(held, by, version=held.version, now=NOW)
    assert [name for name, _ in told_by_staff(held)] == [by.name]


@pytest.mark.parametrize(("days", "rows"), [(90, 0), (91, 1)])
def test_a_system_that_has_not_called_for_a_quarter_is_none(days: int, rows: int) -> None:
    notice = reported()
    partners.make_calls(landlord=notice.landlord, hour=NOW - timedelta(days=days))
    assert len(told_by_staff(referred(notice))) == rows


@pytest.mark.parametrize(
    "has", [{"expires_on": TODAY - timedelta(days=1)}, {"state": KeyState.REVOKED, "revoked_on": TODAY}]
)
def test_a_key_that_opens_nothing_is_no_system(has: Any) -> None:
    notice = reported()
    partners.make_key(landlord=notice.landlord, **has)
    assert len(told_by_staff(referred(notice))) == 1


def test_a_yes_by_the_landlords_own_system_is_told_by_the_system() -> None:
    assert [len(parts) for _, parts in told_by_staff(accepted())] == [2]


def test_what_a_landlord_is_told_is_logged_before_the_answer_and_found_by_person() -> None:
    early = referred(guarantee=Security.DEPOSIT, guarantee_ore=100)
    late = accepted(application=reached())
    by = landlord_of(early)
    disclosures.log([early, late], by, NOW)
    disclosures.log([], by, NOW)
    disclosures.log([early], acting(consultant()), NOW)  # the municipality's own people: the access log has them
    assert Disclosure.objects(client=by.client).count() == 2
    root = factories.make_applicant(phone="90000001")
    person = records.get(Applicant, records.reference(late, "applicant"))
    records.change(person, factories.ACTOR, values={"merged_into": root.pk, "merged": True})
    told = next(one for one in disclosures.of_person(root.pk) if one.client == by.client)
    assert told.parts[-3:] == [DisclosedPart.NAME, DisclosedPart.PHONE, DisclosedPart.EMAIL]
    assert (told.referral_number, told.client, told.ground) == (late.number, by.client, "forvaltningsloven § 13 b")
    first = next(one for one in disclosures.of_person(records.reference(early, "applicant")) if one.client == by.client)
    assert first.parts == [DisclosedPart.TOKEN, DisclosedPart.HOUSEHOLD_SIZE, DisclosedPart.GUARANTEE]


# --- The notice ------------------------------------------------------------------------------------------------------


def test_a_landlord_reports_a_home_and_a_task_tells_the_consultants() -> None:
    notice = reported(note="Nyoppusset")
    assert (notice.number, notice.state, notice.answer_by) == (
        "M2026-0001",
        NoticeState.REPORTED,
        TODAY + timedelta(14),
    )
    assert (notice.origin.value, notice.rent_ore, notice.note) == ("api", 950_000, "Nyoppusset")
    task = Task.objects(kind=TaskKind.VACANCY_NOTICE).get()
    assert (task.role, task.urgency.value, task.due_on) == (Role.HOUSING_CONSULTANT, "notice", notice.answer_by)


def test_the_same_report_with_the_same_identity_is_the_same_notice() -> None:
    home, identity = make_leased_out()[0], ObjectId()
    one = reported(dwelling=home, identity=identity)
    assert reported(dwelling=home, identity=identity, rent_ore=1) == one
    assert VacancyNotice.objects.count() == 1
    with pytest.raises(HusromError) as refused:
        reported(dwelling=home)
    assert type(refused.value).__name__ == "NoticeStands"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"answer_by": TODAY + timedelta(days=4)}, "answer_by"),
        ({"answer_by": TODAY + timedelta(days=4000)}, "answer_by"),
        ({"available_from": TODAY.replace(year=9999)}, "available_from"),
        ({"rent_ore": -1}, "rent_ore"),
        ({"rent_ore": 10**12}, "rent_ore"),
    ],
)
def test_garbage_in_a_notice_is_refused_by_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        reported(**values)
    assert list(refused.value.problems) == [field]


def test_a_home_without_project_or_agreement_or_owner_is_no_home_to_report() -> None:
    landlord = factories.make_landlord()
    bare = factories.make_dwelling(landlord=landlord)
    with pytest.raises(InvalidRecord) as refused:
        reported(dwelling=bare)
    assert refused.value.problems == {"dwelling": "no_project"}
    project = factories.make_project(landlord=landlord)
    with pytest.raises(HusromError) as none:
        reported(dwelling=factories.make_dwelling(landlord=landlord, project=project))
    assert type(none.value).__name__ == "NoAgreement"
    with pytest.raises(InvalidRecord):
        reported(acting(consultant()), dwelling=factories.make_dwelling())
    with pytest.raises(NotAuthorised):
        reported(acting(worker(Role.CASEWORKER)))


def test_a_home_is_reported_and_referred_to_by_its_own_landlords_agreement_alone() -> None:
    home, project, _ = partners.make_leased_out()
    other = factories.make_landlord(organisation_number="983120210")
    theirs = factories.make_dwelling(landlord=other, project=project, disposal=Disposal.REFERRAL)
    with pytest.raises(NoAgreement) as caught:
        reported(dwelling=theirs)
    assert vars(caught.value) == {"number": theirs.number}
    notice = reported(dwelling=home)
    records.change(fresh(home), factories.ACTOR, values={"landlord": other.pk})
    with pytest.raises(NoAgreement):
        refer(notice)
    assert (VacancyNotice.objects.count(), Referral.objects.count(), taken(notice)) == (1, 0, [])


def test_a_landlord_changes_and_withdraws_while_nobody_has_answered() -> None:
    notice = reported()
    by = landlord_of(notice)
    assert notices.change(notice, by, values={"rent_ore": 1_000_000}, version=notice.version, today=TODAY)
    assert not notices.change(notice, by, values={"rent_ore": 1_000_000}, version=1, today=TODAY)
    for values in ({"rent_ore": None}, {"state": "let"}, {"answer_by": TODAY}):
        with pytest.raises(InvalidRecord):
            notices.change(notice, by, values=values, version=notice.version, today=TODAY)
    assert notices.withdraw(notice, by, version=notice.version, today=TODAY)
    assert not notices.withdraw(notice, by, version=1, today=TODAY)
    for step in (
        lambda: notices.change(notice, by, values={"rent_ore": 1}, version=notice.version, today=TODAY),
        lambda: notices.release(notice, acting(consultant()), why="x", version=notice.version, today=TODAY),
        lambda: notices.withdraw(notice_of(referred()), by, version=2, today=TODAY),
    ):
        with pytest.raises(NotAnswerable):
            step()


def test_a_home_is_released_unused_with_a_reason_or_lapses() -> None:
    notice, by = reported(), acting(consultant())
    with pytest.raises(NotAuthorised):
        notices.release(notice, landlord_of(notice), why="x", version=notice.version, today=TODAY)
    with pytest.raises(MissingReason):
        notices.release(notice, by, why="", version=notice.version, today=TODAY)
    assert notices.release(notice, by, why="Ingen passer.", version=notice.version, today=TODAY)
    assert not notices.release(notice, by, why="Ingen passer.", version=1, today=TODAY)
    later = reported()
    with pytest.raises(NotAnswerable):
        notices.lapse(later, by, today=later.answer_by)
    over = later.answer_by + timedelta(days=1)
    assert list(notices.past_answer(over)) == [later]
    assert notices.lapse(later, by, today=over)
    assert not notices.lapse(later, by, today=over)
    assert open_tasks(TaskKind.VACANCY_NOTICE) == []


def test_a_notice_that_nobody_may_answer_any_longer_asks_nobody() -> None:
    notice = reported()
    assert notices.finding(notice, notice.answer_by) is not None
    assert notices.finding(notice, notice.answer_by + timedelta(days=1)) is None


def test_the_night_lets_what_nobody_answered_run_out_and_tells_people() -> None:
    held, waiting_notice = referred(), reported()
    late = NOW + timedelta(days=15)
    run_job("landlords", late.date())
    assert run_job("landlords", late.date()).failed == 0
    assert (fresh(held).state, fresh(waiting_notice).state) == (STATE.EXPIRED, NoticeState.LAPSED)
    assert open_tasks() == [held.number]
