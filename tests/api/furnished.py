"""One landlord with one of everything that the partner API shows, by numbers that stand still."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bson import ObjectId

from models import Postcode
from models.project import Reservation
from rules import public_ids
from rules.terms import ApplicationState, LeaseState, NoticeState, ReferralState, RentCollector, Security
from services import quotas, rulebooks
from services.actor import Actor
from services.webhooks import public_id
from tests import factories, partners

AT = datetime(2026, 11, 22, 11, tzinfo=UTC)
TODAY = date(2026, 11, 22)
SECRETS = {  # marked, one in every encrypted or personal field that no landlord may see
    "identity_number": "17859012345",
    "address": "Hemmeligveien 13",
    "why": "HEMMELIG-GRUNN-TIL-BEHOVET",
    "rejection_judged": "HEMMELIG-VURDERING",
    "decline_said": "HEMMELIG-UTSAGN",
    "over_because": "HEMMELIG-TRUKKET",
    "handled_how": "HEMMELIG-OPPFOLGING",
    "short_term_reason": "HEMMELIG-KORT",
    "weighty_reason": "HEMMELIG-TUNG",
    "released_because": "HEMMELIG-FRIGITT",
    "environment": "HEMMELIG-BOMILJO",
    "secret": "whsec_HEMMELIG-NOKKEL",
    "bank_account": "15062094827",
    "history": "HEMMELIG-HISTORIKK",
}


@dataclass
class Furnished:
    """What a landlord has, by the name of the resource: the id in the API, and the record."""

    landlord: Any
    ids: dict[str, str]
    records: dict[str, Any]


def furnish(landlord: Any, mark: str = "1") -> Furnished:
    """A home free to be reported, one with a notice, one with a referral, one accepted, one with a lease."""
    if Postcode.objects(code="9405").first() is None:
        Postcode(code="9405", place="HARSTAD", municipality_number="5503", municipality="HARSTAD").save()
    project = factories.make_project(landlord=landlord, name=f"Fjordgløtt {mark}", homes=20)
    agreement = factories.make_agreement(landlord=landlord, project=project, agreement_number=f"Tilvisning {mark}")
    made: dict[str, Any] = {"agreement": agreement, "duty": partners.make_duty(agreement=agreement)}
    for place, name in enumerate(("free", "reported", "referred", "accepted", "leased")):
        made[name] = factories.make_dwelling(
            landlord=landlord, project=project, disposal="referral", dwelling_number=f"B{mark}00{place}",
            environment=SECRETS["environment"],
        )  # fmt: skip
    made["vacancy"] = _notice(made["reported"], agreement, f"M2026-{mark}001", NoticeState.REPORTED)
    made["referral"] = _referred(made["referred"], agreement, project, f"{mark}002", ReferralState.REFERRED)
    made["named"] = _referred(made["accepted"], agreement, project, f"{mark}003", ReferralState.ACCEPTED)
    made["over"] = _referred(made["leased"], agreement, project, f"{mark}004", ReferralState.LEASE_SIGNED)
    made["lease"] = _lease(made["over"], made["leased"], landlord, f"K{mark}001")
    made["report"] = partners.make_report(
        lease=made["lease"], handled_how=SECRETS["handled_how"], report_number=f"ME2026-{mark}001"
    )
    made["proposal"] = partners.make_proposal(project=project, proposal_number=f"FB2026-{mark}001")
    hook = ObjectId(f"65f00000000000000000000{mark}")
    made["webhook"] = partners.make_webhook(id=hook, landlord=landlord, secret=SECRETS["secret"])
    made["delivery"] = partners.make_delivery(webhook=made["webhook"], key=f"{hook}:fuzz")
    made["dwelling"] = made["free"]
    ids = {name: public_ids.public(str(one.number)) for name, one in made.items() if hasattr(one, "number")}
    ids |= {"webhook": str(made["webhook"].pk)}
    ids["delivery"] = public_id(made["delivery"].key)
    return Furnished(landlord, ids, made)


def _notice(home: Any, agreement: Any, number: str, state: NoticeState) -> Any:
    return partners.make_notice(
        dwelling=home, agreement=agreement, notice_number=number, state=state,
        released_because=SECRETS["released_because"],
    )  # fmt: skip


def _referred(home: Any, agreement: Any, project: Any, number: str, state: ReferralState) -> Any:
    """A household referred to the home, with a secret in every field that the landlord may not see."""
    over = state is ReferralState.LEASE_SIGNED
    notice = _notice(home, agreement, f"M2026-{number}", NoticeState.LET if over else NoticeState.REFERRED)
    person = factories.make_applicant(
        first_name="Kari", last_name=f"Tilvist{number}", identity_number=str(17859012345 + int(number[-4:])),
        address=SECRETS["address"], phone="99887766", email=f"kari{number}@eksempel.test",
    )  # fmt: skip
    case = factories.make_application(
        applicant=person, application_number=f"S2026{number}", adults=2, children=1,
        state=ApplicationState.HOUSED if over else ApplicationState.WAITING,
    )  # fmt: skip
    referral = partners.make_referral(
        notice=notice, application=case, referral_number=f"TV2026-{number}", state=state,
        guarantee=Security.MUNICIPAL_GUARANTEE, guarantee_ore=2_850_000,
        **{name: SECRETS[name] for name in ("why", "rejection_judged", "decline_said", "over_because")},
    )  # fmt: skip
    rules = rulebooks.current(TODAY)
    wanted = Reservation(id=notice.pk, on=TODAY, dwelling=home.pk, referral=referral.pk, application=case.pk)
    project.reload()
    quotas.reserve(project, wanted, agreement, rules, Actor.system(AT))
    notice.update(referral=referral.pk)
    return referral


def _lease(referral: Any, home: Any, landlord: Any, number: str) -> Any:
    return factories.make_lease(
        dwelling=home, landlord=landlord, tenant=referral.applicant, referral=referral.pk, contract_number=number,
        rent_collected_by=RentCollector.LANDLORD, state=LeaseState.OCCUPYING, application=referral.application.pk,
        starts_on=date(2026, 6, 1), short_term_reason=SECRETS["short_term_reason"],
        weighty_reason=SECRETS["weighty_reason"],
    )  # fmt: skip
