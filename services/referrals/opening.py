"""The referral that a reserved home owes: opened once, or the home is given back and nothing is half done."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from bson import ObjectId

from models import Applicant, Application, Project, Referral, VacancyNotice
from models.base import Effect, HistoryEntry, Record
from models.project import Reservation
from rules.deadlines import oslo_date
from rules.errors import AlreadyExists, HouseholdNotToRefer, HouseholdReferred, NoAgreement
from rules.terms import PartnerEvent, Security
from services import merged, notices, numbers, quotas, records, users
from services.actor import Actor
from services.effects import Owed
from services.referrals import common, telling

OPEN_EFFECT = "open_referral"


@dataclass(frozen=True)
class Terms:
    """What a referral says: its id, its last day, what secures the rent (øre), and why this household."""

    referral: ObjectId
    valid_to: date
    guarantee: Security | None
    guarantee_ore: int | None
    why: str


def owed_opening(project: Project, notice: ObjectId, terms: Terms) -> Owed:
    """What the reservation owes; who refers and why stand in the project's history under that version."""
    args = {
        "referral": str(terms.referral),
        "notice": str(notice),
        "valid_to": terms.valid_to.isoformat(),
        "version": project.version + 1,
    }
    return Owed(OPEN_EFFECT, f"{OPEN_EFFECT}:{terms.referral}", args)


def open_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Open the referral that a home was reserved for (a command effect on the project).

    First the notice keeps the home, then the referral is stored. Where the notice was withdrawn, the agreement broken
    or the household went elsewhere in the same instant, all of it is taken back. Done before = nothing.
    """
    identity, notice = ObjectId(effect.args["referral"]), ObjectId(effect.args["notice"])
    if Referral.objects(pk=identity).only("id").first() is not None:
        return
    project: Project = records.get(Project, document.pk)
    held = next((one for one in project.reservations if one.referral == identity), None)
    if held is None:
        return
    entry = next(one for one in project.history if one.version == int(effect.args["version"]))
    today = oslo_date(entry.at)
    if not (_right_stands(project, today) and notices.hold(notice, identity, actor, today)):
        quotas.release(project.pk, actor, identity=notice, referral=identity)
        return
    if not _store(_referral(identity, held, effect, entry), entry.version, actor):
        notices.let_go(notice, identity, actor, oslo_date(actor.at))
        quotas.release(project.pk, actor, identity=notice, referral=identity)


def _right_stands(project: Project, on: date) -> bool:
    """Whether the agreement is neither ended nor broken since the home was reserved on the day."""
    with suppress(NoAgreement):
        return quotas.agreement_of(project.pk, project.number, on) is not None
    return False


def _referral(identity: ObjectId, held: Reservation, effect: Effect, entry: HistoryEntry) -> Referral:
    notice: VacancyNotice = records.get(VacancyNotice, ObjectId(effect.args["notice"]))
    case: Application = records.get(Application, held.application)
    user, today = users.find(entry.by), oslo_date(entry.at)
    return Referral(
        id=identity,
        referral_number=numbers.label("TV", today.year),
        notice=notice.pk,
        notice_number=notice.notice_number,
        **{name: records.reference(notice, name) for name in ("landlord", "dwelling", "project", "agreement")},
        application=case.pk,
        application_number=case.application_number,
        applicant=merged.root_of(records.get(Applicant, records.reference(case, "applicant"))).pk,
        office=records.reference(case, "office"),
        consultant=user.pk if user else None,
        referred_on=today,
        valid_to=date.fromisoformat(effect.args["valid_to"]),
        adults=case.adults,
        children=case.children,
        guarantee=held.guarantee,
        guarantee_ore=held.guarantee_ore,
        why=entry.why or None,
    )


def _store(referral: Referral, project_version: int, actor: Actor) -> bool:
    """Store it; False where the household is not to be referred any longer."""
    try:
        common.refuse_household(
            records.get(Application, records.reference(referral, "application")),
            records.get(Applicant, records.reference(referral, "applicant")),
        )
        records.create(referral, actor, action="referred", owed=_owed(referral, project_version))
    except (AlreadyExists, HouseholdNotToRefer, HouseholdReferred):
        return Referral.objects(pk=referral.pk).only("id").first() is not None
    return True


def _owed(referral: Referral, project_version: int) -> list[Owed]:
    referral.version = 0  # the keys carry the version that the change leads to
    by_staff = telling.owed_opening(referral, project_version, referral.referred_on)
    owed = [*by_staff, common.told(referral, PartnerEvent.REFERRAL_CREATED), *common.owed(referral)]
    referral.version = 1
    # What happened in the same instant: the household said yes to another home, or left the list.
    return [*owed, Owed(common.HOUSEHOLD_EFFECT, f"{common.HOUSEHOLD_EFFECT}:{referral.pk}:1")]
