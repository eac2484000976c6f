"""A landlord's home becomes vacant: the notice, and by when the municipality answers (domain 4.3)."""

from datetime import date, timedelta

from bson import ObjectId

from models import Agreement, Dwelling, VacancyNotice
from rules import referrals
from rules.errors import AlreadyExists, InvalidRecord, NoAgreement, NoticeStands
from rules.rulebook import Rules
from rules.terms import DwellingState, NoticeOrigin, NoticeState
from services import numbers, quotas, records, rulebooks
from services.actor import Actor
from services.effects import Owed
from services.notices import common

GONE = (DwellingState.SOLD, DwellingState.HEAD_LEASE_ENDED)  # no longer anybody's to let under the agreement


def report(
    dwelling: Dwelling,
    actor: Actor,
    *,
    available_from: date,
    answer_by: date | None,
    rent_ore: int,
    rent_covers: str = "",
    note: str = "",
    today: date,
    identity: ObjectId | None = None,
) -> VacancyNotice:
    """Store that a landlord's home becomes vacant; without an answer date the rulebook's holds.

    `rent_ore` is per month. `identity`: the id the notice is to have; one stored under it before is returned.
    Raises NotAuthorised, InvalidRecord (home without landlord or project, or out of use; dates; rent), NoAgreement
    (none, or another landlord's), NoticeStands (the home has an open notice).
    """
    landlord = records.reference(dwelling, "landlord")
    if landlord is None:
        actor.require(*common.REPORTERS, what="notice.report")
        raise InvalidRecord("vacancy_notice", {"dwelling": "no_landlord"})
    actor.require_party(landlord, *common.REPORTERS, what="notice.report")
    stored = _stored(identity, landlord)
    if stored is not None:
        return stored
    rules = rulebooks.current(today)
    due = answer_by or today + timedelta(days=rules.partnering.answer_days)
    _refuse(dwelling, {"available_from": available_from, "answer_by": due, "rent_ore": rent_ore}, rules, today)
    agreement = _agreement_of(dwelling, landlord, today)
    notice = _notice(dwelling, agreement, actor, today)
    notice.id, notice.available_from, notice.answer_by = identity or ObjectId(), available_from, due
    notice.rent_ore, notice.rent_covers, notice.note = rent_ore, rent_covers.strip() or None, note.strip() or None
    return _store(notice, actor, landlord)


def _stored(identity: ObjectId | None, landlord: ObjectId) -> VacancyNotice | None:
    if identity is None:
        return None
    found: VacancyNotice | None = VacancyNotice.objects(pk=identity, landlord=landlord).no_dereference().first()
    return found


def _refuse(dwelling: Dwelling, values: dict[str, object], rules: Rules, today: date) -> None:
    found = referrals.notice_problems(values, today, rules.partnering.least_answer_days)
    if records.reference(dwelling, "project") is None:
        found["dwelling"] = "no_project"
    elif dwelling.state in GONE:
        found["dwelling"] = "out_of_use"
    common.refuse_bad(found)
    stands = open_of(dwelling.pk)
    if stands is not None:
        raise NoticeStands(stands.number)


def _agreement_of(dwelling: Dwelling, landlord: ObjectId, today: date) -> Agreement:
    """The home's landlord's own agreement: another's gives no right to it, and households are named to its landlord."""
    found = quotas.agreement_of(records.reference(dwelling, "project"), dwelling.number, today)
    if records.reference(found, "landlord") != landlord:
        raise NoAgreement(dwelling.number)
    return found


def open_of(dwelling: ObjectId) -> VacancyNotice | None:
    """The notice of the home that is not over (index `vacancy_notice_dwelling`)."""
    wanted = VacancyNotice.objects(dwelling=dwelling, state__in=[NoticeState.REPORTED, NoticeState.REFERRED])
    found: VacancyNotice | None = wanted.no_dereference().first()
    return found


def _notice(dwelling: Dwelling, agreement: Agreement, actor: Actor, today: date) -> VacancyNotice:
    return VacancyNotice(
        notice_number=numbers.label("M", today.year),
        landlord=records.reference(dwelling, "landlord"),
        dwelling=dwelling.pk,
        dwelling_number=dwelling.dwelling_number,
        project=records.reference(dwelling, "project"),
        agreement=agreement.pk,
        origin=NoticeOrigin.STAFF if actor.landlord is None else NoticeOrigin.API,
        reported_on=today,
        reported_by_name=actor.name,
    )


def _store(notice: VacancyNotice, actor: Actor, landlord: ObjectId) -> VacancyNotice:
    owed = Owed(common.KEEP_EFFECT, f"{common.KEEP_EFFECT}:{notice.pk}:1")
    try:
        records.create(notice, actor, action="notice_reported", owed=[owed])
    except AlreadyExists:
        stored = _stored(ObjectId(notice.pk), landlord)
        if stored is not None:
            return stored
        stands = open_of(records.reference(notice, "dwelling"))
        if stands is None:
            raise
        raise NoticeStands(stands.number) from None
    return notice
