"""Who gets a letter, and the head it bears (fvl. §§ 12 and 27)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from letters.paper import Envelope, Sender
from models import Applicant, Application, Lease, Postcode, User
from models.applicant import Representative
from models.letter import Addressee
from rules.terms import Copy
from services import records


def representatives(person: Applicant, today: date) -> list[Representative]:
    """Those who act for the person on the day (fvl. § 12)."""
    return [one for one in person.representatives if one.valid_until is None or one.valid_until >= today]


def addressees(person: Applicant, today: date) -> list[Addressee]:
    """Who gets a letter to the party: the representative first, and the party too unless all of them say not."""
    acting = representatives(person, today)
    found = [Addressee(copy=Copy.REPRESENTATIVE, address=_lines(one.name, one)) for one in acting]
    if not acting or any(one.also_notify_party for one in acting):
        found.append(Addressee(copy=Copy.PARTY, address=_lines(person.name, person)))
    return found


def _lines(name: str, where: Any) -> str:
    place = getattr(where, "place", None) or _place(where.postcode)
    town = " ".join(part for part in (where.postcode, place) if part)
    return "\n".join(part for part in (name, where.address, town) if part)


def _place(postcode: str | None) -> str | None:
    """What a representative's postcode is called; the register of persons keeps no place for them."""
    found = Postcode.objects(pk=postcode).only("place").first() if postcode else None
    return found.place if found else None


def envelope(application: Application, person: Applicant, sender: Sender, today: date) -> Envelope:
    """The head of a letter to the party of a case; where a protected party lives stands in no letter."""
    return Envelope(
        sender=sender,
        addresses=tuple(_written(one, person) for one in addressees(person, today)),
        case_number=application.application_number,
        archive_number=application.archive_case_number,
        day=today,
        language=person.letter_form,
        caseworker=_caseworker(application),
    )


def lease_envelope(
    lease: Lease, person: Applicant, sender: Sender, today: date, to: Sequence[Addressee] = ()
) -> Envelope:
    """The head of a letter about a lease to its tenant, or to the others named."""
    written = [one.address for one in to] or [_written(one, person) for one in addressees(person, today)]
    return Envelope(
        sender=sender,
        addresses=tuple(written),
        case_number=lease.contract_number,
        archive_number=None,
        day=today,
        language=person.letter_form,
        caseworker=_caseworker(lease),
        of_lease=True,
    )


def _written(to: Addressee, person: Applicant) -> str:
    """What the letter itself says of its addressee; the whole address is on its page, for those who may see it.

    Whoever acts for a protected party may live with them: theirs is hidden too, as in the register of persons.
    """
    return to.address.splitlines()[0] if person.protected_address else to.address


def _caseworker(case: Application | Lease) -> str | None:
    held = records.reference(case, "caseworker")
    found = User.objects(pk=held).only("name").first() if held else None
    return found.name if found else None
