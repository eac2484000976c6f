"""What landlords have told us, on their page and on their homes' pages: each for those who may open it."""

from typing import Any

from admin.desk import Desk
from admin.views.leases import without_hidden_homes
from admin.views.referrals import without_protected
from admin.views.related import Section, section
from models import Disclosure, DwellingProposal, LandlordReport, Lease, Referral, VacancyNotice

NOTICES = ("notice_number", "dwelling", "state", "available_from", "answer_by")
REFERRALS = ("referral_number", "state", "referred_on", "valid_to")
LEASES = ("contract_number", "state", "starts_on", "ends_on")
PROPOSALS = ("proposal_number", "project", "place", "state", "received_on")
TOLD = ("at", "referral_number", "parts", "client", "by_name")
REPORTS = ("report_number", "kind", "contract_number", "state", "received_on")


def landlord_sections(desk: Desk, landlord: Any) -> tuple[Section | None, ...]:
    """Vacant homes, households referred, leases that came of it, homes proposed and reports, the latest first."""
    own = {"landlord": str(landlord.pk)}
    return (
        section(desk, "Ledige hos utleieren", VacancyNotice, _of(VacancyNotice, landlord), NOTICES,
                empty="Utleieren har ikke meldt noen bolig ledig.", **own),
        section(desk, "Tilvisninger", Referral, without_protected(_of(Referral, landlord)), REFERRALS,
                empty="Ingen husstand er tilvist til utleieren.", **own),
        section(desk, "Leieforhold med tilviste", Lease, without_hidden_homes(_of(Lease, landlord)), LEASES,
                empty="Ingen leieforhold er registrert hos utleieren."),
        section(desk, "Foreslåtte boliger", DwellingProposal, _of(DwellingProposal, landlord), PROPOSALS,
                empty="Utleieren har ikke foreslått noen bolig.", **own),
        section(desk, "Meldinger fra utleieren", LandlordReport, _of(LandlordReport, landlord), REPORTS,
                empty="Utleieren har ikke meldt noe om leieforhold.", **own),
        section(desk, "Gitt til utleieren", Disclosure,
                Disclosure.objects(landlord=landlord.pk).order_by("-at", "id"), TOLD,
                empty="Utleieren har ikke fått noe om noen husstand.", **own),
    )  # fmt: skip


def _of(model: Any, landlord: Any) -> Any:
    return model.objects(landlord=landlord.pk).order_by("-id")


def dwelling_sections(desk: Desk, dwelling: Any) -> tuple[Section | None, ...]:
    """What the landlord of a home has told of it; nothing for homes of our own."""
    if dwelling._data.get("landlord") is None:
        return ()
    found = VacancyNotice.objects(dwelling=dwelling.pk).order_by("-reported_on", "id")
    return (
        section(desk, "Meldt ledig av utleieren", VacancyNotice, found,
                ("notice_number", "state", "available_from", "answer_by"), empty="Utleieren har ikke meldt den ledig."),
    )  # fmt: skip
