"""Whom a landlord's vacant home suits, ranked as the waiting list is, and who is not referred by this way at all."""

from dataclasses import dataclass
from datetime import date

from models import Applicant, Application, Dwelling, Referral, VacancyNotice
from rules import referrals
from rules.rulebook import Rules
from rules.sifting import Pool, Sifted
from services import records
from services.candidates import reading


@dataclass(frozen=True)
class Choice:
    """Those who may be referred, against the home; and how many wait who are not: shielded, or referred already."""

    sifted: Sifted
    shielded: int
    referred: int


def choice(notice: VacancyNotice, rules: Rules, *, today: date, tie: bytes = b"") -> Choice:
    """Hold everybody on the waiting list against the home. `tie` is the notice's own key for equals.

    A fixed number of reads, however many wait. Shielded households are left out altogether: no list tells of them.
    """
    dwelling: Dwelling = records.get(Dwelling, records.reference(notice, "dwelling"))
    known = reading.persons([dwelling.pk], today)
    rows = list(Application._get_collection().find({"on_list": True}, reading.READ))
    shielded = set(Applicant.objects(protected_address=True).scalar("id"))
    live = set(Referral.objects(state__in=list(referrals.LIVE)).no_dereference().scalar("application"))
    busy = {getattr(one, "id", one) for one in live}
    open_rows = [row for row in rows if row["applicant"] not in shielded]
    free = [row for row in open_rows if row["_id"] not in busy]
    pool = Pool([reading.waiting(row, known) for row in free], rules.policy)
    sifted = Sifted(pool, reading.facts(dwelling), rules.letting.extra_rooms, tie)
    return Choice(sifted, len(rows) - len(open_rows), len(open_rows) - len(free))
