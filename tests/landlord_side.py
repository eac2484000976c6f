"""Households on their way into landlords' homes: an accepted referral, and the lease that is reported of it."""

from datetime import UTC, date, datetime
from typing import Any

from bson import ObjectId

from models import Lease, Project, Referral, VacancyNotice
from models.referral import LIVE_REFERRAL
from rules.terms import ApplicationState, NoticeState, ReferralState, Security
from services import landlord_leases, quotas, records
from services.actor import Actor
from tests.casework import worker
from tests.factories import ACTOR, make_application
from tests.partners import make_leased_out, make_notice, make_referral

TODAY = FREE = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TERMS: dict[str, Any] = {
    "reference": "UT-17", "signed_on": date(2026, 11, 22), "starts_on": date(2026, 11, 23),
    "ends_on": date(2029, 11, 22), "rent_ore": 950_000, "security": Security.MUNICIPAL_GUARANTEE,
    "security_ore": 2_850_000,
}  # fmt: skip


def partner(landlord: Any, at: datetime = NOW) -> Actor:
    """The landlord's own system."""
    return Actor.partner(getattr(landlord, "pk", landlord), "Prøve Eiendom AS", at, client="husrom_ab12cd34")


def referred(state: ReferralState = ReferralState.ACCEPTED, **values: Any) -> Any:
    """A household that is referred to a landlord's home, which the project holds for it."""
    home, project, agreement = values.pop("place", None) or make_leased_out(rent_ore=950_000)
    notice = make_notice(dwelling=home, project=project, agreement=agreement, rent_ore=950_000, available_from=FREE,
                         state=NoticeState.REFERRED if state in LIVE_REFERRAL else NoticeState.REPORTED)  # fmt: skip
    who = worker()
    case = values.pop("application", None) or make_application(
        state=ApplicationState.WAITING, caseworker=who.pk, office=records.reference(who, "office")
    )
    referral = make_referral(notice=notice, application=case, state=state, **values)
    held = quotas.reservation(notice.pk, home.pk, TODAY, referral=referral.pk, application=case.pk)
    records.change(project, ACTOR, values={"reservations": [*project.reservations, held]}, action="home_reserved")
    records.change(notice, ACTOR, values={"referral": referral.pk}, action="referred")
    return records.get(Referral, referral.pk)


def signed(referral: Any = None, actor: Actor | None = None, **values: Any) -> Any:
    """The lease that the landlord reports of an accepted referral."""
    found = referral or referred()
    by = actor or partner(records.reference(found, "landlord"))
    told = TERMS | {"version": found.version, "today": TODAY} | values
    return records.get(Lease, landlord_leases.sign(found, by, **told).pk)


def reservations(project: ObjectId) -> list[Any]:
    """What the project holds."""
    return list(records.get(Project, project).reservations)


def notice_of(referral: Any) -> VacancyNotice:
    """The referral's notice as it stands."""
    found: VacancyNotice = records.get(VacancyNotice, records.reference(referral, "notice"))
    return found
