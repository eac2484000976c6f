"""A household from the waiting list is referred to a landlord's vacant home: the write is the home it takes."""

from dataclasses import dataclass
from datetime import date, datetime

from bson import ObjectId

from models import Agreement, Application, Dwelling, Project, Referral, VacancyNotice
from rules import referrals
from rules.deadlines import oslo_date
from rules.errors import (
    HouseholdReferred,
    InvalidRecord,
    MissingReason,
    NoAgreement,
    NotAnswerable,
    NotSuited,
)
from rules.rulebook import Rules
from rules.terms import NoticeState, Security
from services import quotas, records, rulebooks
from services.actor import Actor
from services.again import again
from services.referrals import common
from services.referrals.lived_in import lived_in
from services.referrals.opening import Terms, owed_opening
from services.referrals.proposing import choice

LIVED_IN = "referral.lived_in"


@dataclass(frozen=True)
class _Wanted:
    notice: VacancyNotice
    case: Application
    agreement: Agreement
    rules: Rules
    terms: Terms


def refer(
    notice: VacancyNotice,
    application: Application,
    actor: Actor,
    *,
    valid_to: date,
    guarantee: Security | None,
    guarantee_ore: int | None,
    why: str,
    version: int,
    now: datetime,
) -> ObjectId:
    """Refer a household to the notice's home until `valid_to`; returns the referral's id. `version` is the notice's.

    `why` is required where the household is not first among those whom the home suits, and where a lease runs in the
    home when it is to be free.
    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, StaleState, NotAnswerable, InvalidRecord (day, guarantee),
    HouseholdNotToRefer, HouseholdReferred, NotSuited, MissingReason, NoAgreement, QuotaFull.
    """
    case, person = common.party_of(application.pk, actor, "referral.refer")
    today = oslo_date(now)
    _refuse_notice(notice, version, today)
    _refuse_terms(valid_to, guarantee, guarantee_ore, today)
    common.refuse_household(case, person)
    rules = rulebooks.current(today)
    _refuse_order(notice, case, rules, why, today)
    if not why.strip() and lived_in(notice, today) is not None:
        raise MissingReason(LIVED_IN)
    agreement = _agreement_of(notice, today)
    terms = Terms(ObjectId(), valid_to, guarantee, guarantee_ore, why.strip())
    wanted = _Wanted(notice, case, agreement, rules, terms)
    again(lambda: _reserve(wanted, actor, today))
    return _opened(wanted, today)


def _agreement_of(notice: VacancyNotice, today: date) -> Agreement:
    """The agreement that gives a right to the home, where it is in the notice's project and the landlord's still.

    Raises NoAgreement.
    """
    project = records.reference(notice, "project")
    home: Dwelling = records.get(Dwelling, records.reference(notice, "dwelling"))
    if records.reference(home, "project") != project:
        raise NoAgreement(notice.dwelling_number)
    found = quotas.agreement_of(project, notice.dwelling_number, today)
    if len({records.reference(one, "landlord") for one in (home, notice, found)}) > 1:
        raise NoAgreement(notice.dwelling_number)
    return found


def _refuse_notice(notice: VacancyNotice, version: int, today: date) -> None:
    records.check_version(notice, version)
    if notice.state is not NoticeState.REPORTED:
        raise NotAnswerable(notice.number, notice.state.value)
    if referrals.answer_over(notice.answer_by, today):
        raise NotAnswerable(notice.number, NoticeState.LAPSED.value)


def _refuse_terms(valid_to: date, guarantee: Security | None, ore: int | None, today: date) -> None:
    found: dict[str, str] = {}
    problem = referrals.valid_to_problem(valid_to, today)
    if problem:
        found["valid_to"] = problem
    if guarantee is None and ore is not None:
        found["guarantee"] = "missing_value"
    if guarantee is not None and not ore:
        found["guarantee_ore"] = "missing_value"
    elif ore is not None and not 0 < ore <= referrals.HIGHEST_ORE:
        found["guarantee_ore"] = "amount"
    if found:
        raise InvalidRecord("referral", found)


def _refuse_order(notice: VacancyNotice, case: Application, rules: Rules, why: str, today: date) -> None:
    found = choice(notice, rules, today=today).sifted
    keeps_out = found.why(str(case.pk))
    if keeps_out:
        raise NotSuited(case.number, tuple(one.value for one in keeps_out))
    fit = found.fit(str(case.pk))
    if (fit is None or fit.rank > 1) and not why.strip():
        raise MissingReason("referral.against_order")


def _reserve(wanted: _Wanted, actor: Actor, today: date) -> None:
    notice, terms = wanted.notice, wanted.terms
    project: Project = records.get(Project, records.reference(notice, "project"))
    held = quotas.reservation(
        ObjectId(notice.pk), records.reference(notice, "dwelling"), today,
        referral=terms.referral, application=ObjectId(wanted.case.pk),
    )  # fmt: skip
    held.guarantee, held.guarantee_ore = terms.guarantee, terms.guarantee_ore
    owed = (owed_opening(project, ObjectId(notice.pk), terms),)
    quotas.reserve(project, held, wanted.agreement, wanted.rules, actor, owed=owed, why=terms.why)


def _opened(wanted: _Wanted, today: date) -> ObjectId:
    """The referral's id, where the home stayed with it. One that is to be opened by the night's work counts."""
    identity = wanted.terms.referral
    if Referral.objects(pk=identity).only("id").first() is not None:
        return identity
    project: Project = records.get(Project, records.reference(wanted.notice, "project"))
    if any(one.referral == identity for one in project.reservations):
        return identity
    live = common.live_of(ObjectId(wanted.case.pk))
    if live is not None:
        raise HouseholdReferred(live.number, wanted.case.number)
    _agreement_of(wanted.notice, today)
    raise records.stale(wanted.notice, wanted.notice.version)
